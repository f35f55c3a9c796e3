using System.Text.Json.Nodes;

namespace CompetencyAssessment.Web.Tests.Data;

/// <summary>A second unit and its scheme, of another size than the first and with a scale of three levels.</summary>
internal static class SmallUnit
{
    public const string Code = "TST1R0001v1";

    public const string SchemeCode = "TST1R0001v1-plain";

    public static readonly IReadOnlyList<string> Criteria = ["P1.1", "P1.2", "P2.1", "K01", "K02", "S01"];

    public static JsonNode Unit() => JsonNode.Parse(
        """
        {
          "format": 1,
          "published": {
            "unitId": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1a01", "versionId": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1a02",
            "unitCode": "TST1R0001", "code": "TST1R0001v1", "name": "接聽客戶來電", "category": ["企業經營管理"], "level": 2,
            "revision": "2026", "revisionNote": "2026 年新訂。",
            "tasks": [
              { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1b01", "code": "T1", "text": "準備接聽", "indicators": [
                { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1c01", "code": "P1.1", "text": "備妥話術【註1】。", "terms": [{ "term": "話術", "note": "N1" }] },
                { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1c02", "code": "P1.2", "text": "登入系統。" } ] },
              { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1b02", "code": "T2", "text": "接聽來電", "indicators": [
                { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1c03", "code": "P2.1", "text": "確認客戶需求。" } ] }
            ],
            "knowledge": [
              { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1d01", "code": "K01", "text": "產品知識" },
              { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1d02", "code": "K02", "text": "個人資料保護" }
            ],
            "skills": [{ "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1e01", "code": "S01", "text": "傾聽" }],
            "evidence": [
              { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1f01", "code": "E1", "text": "能接聽來電。" },
              { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1f02", "code": "E2", "text": "能記錄需求。" }
            ],
            "resources": [],
            "methods": [
              { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f2001", "code": "M1", "text": "詢問" },
              { "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f2002", "code": "M2", "text": "審核錄音" }
            ],
            "notes": [{ "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f2101", "code": "N1", "term": "話術", "text": "話術：如開場、結尾等。" }]
          },
          "translations": [{
            "culture": "en", "revision": 1, "notice": "A translation of our own.", "name": "Take customer calls", "category": ["Business management"],
            "revisionNote": "New in 2026.",
            "texts": {
              "T1": "Prepare", "P1.1": "Have the script【註1】 ready.", "P1.2": "Sign in to the system.", "T2": "Take the call",
              "P2.1": "Confirm what the customer needs.", "K01": "Products", "K02": "Personal data protection", "S01": "Listening",
              "E1": "Can take a call.", "E2": "Can record needs.", "M1": "Questioning", "M2": "Review of recordings", "N1": "Script: such as opening and close."
            },
            "terms": { "P1.1": [{ "term": "script", "note": "N1" }] }
          }],
          "errata": { "revision": 1, "items": [{ "id": "X1", "items": ["P2.1"], "found": "需求", "remark": { "zh-TW": "指客戶之需求。" } }] }
        }
        """)!;

    public static JsonNode Scheme()
    {
        var descriptors = new JsonObject();
        foreach (var code in Criteria)
        {
            descriptors[code] = new JsonArray([.. Enumerable.Range(0, 3).Select(l => new JsonObject { ["zh-TW"] = $"{code} 等級{l}。", ["en"] = $"{code} level {l}." })]);
        }

        var scheme = JsonNode.Parse(
            """
            {
              "format": 1, "id": "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f2201", "code": "TST1R0001v1-plain", "version": 1, "unit": "TST1R0001v1",
              "name": { "zh-TW": "接聽客戶來電：方案" },
              "scale": [
                { "value": 0, "name": { "zh-TW": "未達成" } }, { "value": 1, "name": { "zh-TW": "達成" } }, { "value": 2, "name": { "zh-TW": "優於標準" } }
              ],
              "passMark": 1,
              "coverage": [{ "evidence": "E1", "criteria": ["P1.1", "K01"], "methods": ["M2"] }],
              "methodVariants": [
                { "method": "M1", "code": "M1", "name": { "zh-TW": "詢問" }, "requires": "note" },
                { "method": "M2", "code": "M2", "name": { "zh-TW": "審核錄音" }, "requires": "file" }
              ],
              "rules": {
                "assessors": 1, "verification": false, "separateDecisionMaker": false, "returnWorkingDays": 5, "appealWorkingDays": 15,
                "submitDays": 30, "decideDays": 14, "carryOverMonths": 0, "simulationMayCarry": ["T1"], "validityMonths": null
              }
            }
            """)!;
        scheme["descriptors"] = descriptors;
        return scheme;
    }
}
