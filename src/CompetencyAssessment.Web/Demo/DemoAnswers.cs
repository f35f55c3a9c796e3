namespace CompetencyAssessment.Web.Demo;

/// <summary>What the assessors of the demonstration write. One text per criterion; nothing of it is more than an example.</summary>
internal static class DemoAnswers
{
    /// <summary>Reasons for knowledge and skills: what the candidate showed.</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["K01"] = "能說明公司「三年內成為服務滿意度前三名」的宗旨，並逐項對應到服務水準、一次解決率與單位成本三個中心目標。",
        ["K02"] = "能指出個資法的告知義務與錄音保存期限、勞基法對輪班間隔的限制，並說明計畫中哪一段據此調整。",
        ["K03"] = "列出前五大客群與進線占比，並說明資訊處、業務處與外包商各自能提供的資源與限制。",
        ["K04"] = "能分辨日報、週會與跨部門協調會的用途，並舉出一次透過升級通報縮短故障處理時間的例子。",
        ["K05"] = "以同業公開報告與本中心歷史資料兩類來源比較，能說明規模差異對服務水準的影響。",
        ["K06"] = "能以每通成本與流失率說明自助服務方案的效益，並指出回收期的計算前提。",
        ["K07"] = "能說明語音文字轉換與知識庫搜尋的導入順序、成效指標及失敗時的退回方式。",
        ["K08"] = "能不經提示說明風險辨識到處理的流程，並就系統中斷、人力流失與個資外洩三類舉實例與殘餘風險。",
        ["S01"] = "計畫附法規對照表，逐條列出負責人與查核頻率，並提出最近一次查核的改善紀錄。",
        ["S02"] = "簡報後的提問中能先複述對方疑慮再回應，並當場與業務主管協調出試辦範圍。",
        ["S03"] = "報告結構清楚，面對預算刪減的要求提出兩個取捨方案並說明底線。",
        ["S04"] = "說明話務、品質與滿意度資料的取得方式與清理步驟，並指出兩處資料缺口。",
        ["S05"] = "以半小時為單位推估人力，能說明佔用率與人力耗損率如何影響結果，並做敏感度分析。",
        ["S06"] = "目標可衡量且與宗旨對應，提出三個替代方案並以成本、時程與風險比較。",
        ["S07"] = "每季檢討實績與目標差異，指出平均處理時間上升的原因並列出改善行動與期限。",
        ["S08"] = "能自行以試算表建立人力模型，並示範由報表系統匯出分時資料。",
        ["S09"] = "風險登錄表列出可能性、衝擊與負責人，並說明備援演練的結果與後續修正。",
    };

    /// <summary>What was asked and answered, for oral questioning.</summary>
    public static readonly IReadOnlyDictionary<string, string> Notes = new Dictionary<string, string>
    {
        ["K01"] = "問：中心目標如何支持企業宗旨？答：逐項說明並舉出指標。",
        ["K02"] = "問：錄音保存與告知如何安排？答：說明流程與保存期限。",
        ["K03"] = "問：若資訊處延後支援怎麼辦？答：說明替代資源與協調方式。",
        ["K04"] = "問：重大故障時如何通報？答：說明三層通報與對外說詞。",
        ["K05"] = "問：為何選這些同業比較？答：說明規模與來電組成相近。",
        ["K06"] = "問：自助服務的效益怎麼算？答：說明每通成本與分流率。",
        ["K07"] = "問：新系統成效不如預期時？答：說明退回條件與時程。",
        ["K08"] = "問：最擔心的三個風險？答：逐項說明可能性、衝擊與處理。",
        ["T4"] = "現場簡報 25 分鐘，資深經理人 4 位出席；聚焦資源需求與時程，逐題回應並記錄待辦。",
    };

    /// <summary>What is missing, for ratings under the pass mark.</summary>
    public static readonly IReadOnlyDictionary<string, string> Missing = new Dictionary<string, string>
    {
        ["P3.2"] = "尖峰時段的缺口列為「尚未解決」，但未說明由誰、何時、以何種方案處理。",
        ["P3.4"] = "計畫書第 18 頁以平均處理時間 320 秒估得 69.4 人，試算表儲存格 B12 以 295 秒估得 64.0 人，兩者不一致，無法確認人力需求。請更正並說明採用值的依據。",
        ["P1.1"] = "標竿資料只有一個來源，且未說明與本中心規模差異。請補充至少兩類可查證來源並分析差距。",
        ["P3.7"] = "風險僅列名稱，未見可能性、衝擊與負責人，也未整合到時程與預算。",
        ["P5.3"] = "只有一個月的實績，無法看出評估週期與改善結果。請補充至少兩季的績效檢討。",
        ["P5.5"] = "未見對系統與流程的查核紀錄；請提出最近兩次審核的範圍、發現與改善。",
        ["S05"] = "未說明人力推估的計算步驟，數字無法由話務量推得。",
        ["K06"] = "無法說明自助服務方案的回收期，成本與效益的期間不一致。",
    };
    /// <summary>What candidates answer to what was sent back.</summary>
    public static readonly IReadOnlyDictionary<string, string> Replies = new Dictionary<string, string>
    {
        ["P3.4"] = "已更正計畫書第 18 頁：平均處理時間改採 295 秒，人力需求為 64.0 人，與試算表儲存格 B12 一致。295 秒取自近兩季實績；原先的 320 秒是去年導入新系統期間的數字，誤植未更新。",
        ["P3.2"] = "計畫書第 19 頁補上尖峰缺口的處理：由排班組長負責，第一段以彈性排班與回撥服務因應，仍不足時於次月啟動外包支援，並訂有檢討日期。",
        ["P3.7"] = "正在補寫風險登錄表，加入可能性、衝擊、負責人與對時程及預算的影響，完成後上傳為計畫書第二版。",
    };

    /// <summary>What candidates remark on themselves.</summary>
    public static readonly IReadOnlyDictionary<string, string> SelfRemarks = new Dictionary<string, string>
    {
        ["P1.1"] = "標竿比較由我主導，資料來自兩家同業的公開報告與本中心的歷史數據。",
        ["P2.3"] = "曾在去年度的計畫中獨立完成，主管採用後沿用至今。",
        ["P3.4"] = "人力推估由我自行建立試算表完成。",
        ["P3.7"] = "風險部分多由主管討論後定案，我負責彙整。",
        ["K06"] = "投資報酬的計算還不夠熟悉，正在向財務處請教。",
        ["S04"] = "每月的話務與品質資料都由我清理與分析。",
    };
}
