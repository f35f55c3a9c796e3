namespace CompetencyAssessment.Web.Demo.Files;

internal static partial class DemoPlan
{
    private static readonly (string Focus, string Finding, string Measure, string Risk)[] Themes =
    [
        ("尖峰時段接通", "上午尖峰的等候時間是離峰的四倍，而離峰仍有閒置人力", "以四小時短班與當日滾動調度，讓值機人數貼近來電曲線", "短班登記人數不足"),
        ("首次解決", "未能一次解決的來電，近六成集中在三種原因，且多因權限與資訊不足", "擴大一線授權，並以客戶用語重寫前五十則知識文件", "授權標準不一致"),
        ("新進人員留任", "到職三至五個月的離職占全年離職的一半，多發生在獨立上線之後", "建立學習夥伴與小組長陪聽制度，前三個月固定班別", "小組長帶領時間被值機占用"),
        ("自助服務與分流", "超過三成來電只是查詢進度，客戶其實不需要與人交談", "以主動通知及網頁進度查詢取代被動等待", "通知內容涉及個人資料"),
        ("申訴處理", "申訴案件平均跨越三個單位，客戶平均重複說明兩次以上", "設申訴專責窗口，單一案件由同一人負責到結案", "跨部門回覆時限未落實"),
        ("品質一致性", "不同評核人員對同一通錄音的分數最多相差十二分", "每月校準會議並公布評分依據，評核結果改為輔導用途", "評核人力不足"),
    ];

    /// <summary>A shorter plan for another centre; theme, figures and reasons follow from the company and its seed.</summary>
    public static PlanDocument Short(DemoCompany c)
    {
        var draw = new DemoDraw(c.Seed * 31 + 7);
        var theme = Themes[draw.Next(Themes.Length)];
        var second = Themes[(Array.IndexOf(Themes, theme) + 1 + draw.Next(Themes.Length - 1)) % Themes.Length];
        var posts = Math.Round(c.PostsAt(c.HandlingSeconds), 1);
        var gap = Math.Round(posts - c.CurrentPosts, 1);
        var lost = c.MonthlyCalls * c.Abandonment / 100;
        var won = c.MonthlyCalls * (c.Abandonment - c.AbandonmentTarget) / 100;
        var staff = (int)Math.Round(gap * 45 * 12);
        var system = c.Seats * 18;
        var training = c.Seats * 9;
        int[] shares = [27, 21, 17, 13, 10, 7, 5];
        var calls = shares.Select(share => (int)Math.Round(c.MonthlyCalls * share / 100.0)).ToArray();
        calls[0] += c.MonthlyCalls - calls.Sum();

        PlanSection[] sections =
        [
            Chapter("一、計畫目的與範圍", null,
                $"{c.Company}提供{c.Industry}之客戶服務，設有 {c.Seats} 席，每月語音進線約 {c.MonthlyCalls:N0} 通。本計畫涵蓋語音進線之人力、流程、訓練與績效管理，期間十二個月，由{c.Candidate}擬定並負責推動。",
                $"近一年的服務水準為 {c.ServiceLevel:0}%（20 秒內接聽），放棄率 {c.Abandonment:0.0}%，首次解決率 {c.FirstContactResolution:0}%，均未達公司要求。經分析，本計畫以「{theme.Focus}」為主軸，並以「{second.Focus}」為輔。"),
            Chapter("二、現況分析",
                Table("來電原因", "來電原因|占比|月來電量", [.. c.CallReasons.Select((reason, i) => $"{reason}|{shares[i]}%|{calls[i]:N0}")]),
                $"資料取自話務系統三個月紀錄、事後調查與 {24 + draw.Next(20)} 位客服人員訪談。主要發現為：{theme.Finding}。",
                $"另一項發現是：{second.Finding}。兩者互有關聯，只處理其中一項，改善效果難以持續。",
                $"目前每月約有 {lost:N0} 通來電在等候中放棄；若放棄率降至 {c.AbandonmentTarget:0}%，每月可多服務約 {won:N0} 通。"),
            Chapter("三、標竿與法規要求", null,
                $"參考國內同業公開資料與兩次參訪，{c.Industry}相近規模之中心，服務水準多在 78% 至 83% 之間。其共同作法為半小時預測、一線授權與穩定的小組支援，均可於本中心實施。",
                "法規方面，個人資料之蒐集與利用須符合告知目的，錄音保存與調閱均留紀錄；排班須符合工時與輪班間隔規定；話術與優惠說明改版前由法遵單位審閱。",
                "前述要求已逐項列入行動計畫之完成條件，未通過者不得上線。"),
            Chapter("四、利害關係人",
                Table("利害關係人需求", "對象|期待|限制", "客戶|接得通、一次解決|不願重複說明", "客服人員|班表可預期、有人支援|輪班與尖峰壓力", "業務單位|檔期服務跟得上|活動常臨時調整", "資訊單位|需求明確|每季上版兩次", "管理階層|成本可控|年度預算已核定"),
                "各對象的期待以訪談與問卷蒐集，並於跨部門會議確認。衝突最大者為尖峰人力與班表穩定，本計畫以自願短班、提前公布與輪替原則處理。"),
            Chapter("五、替代方案", Table("方案比較（滿分 5 分）", "準則|維持現狀並增聘|改善流程並適度增補|部分委外", "服務水準|5|4|4", "首次解決|2|5|2", "成本|2|3|4", "風險|3|4|2", "平均|3.0|4.0|3.0"),
                "三個方案以服務、成本與風險評分，並訪談各單位確認可行性。增聘最快見效，但無法處理重複來電；委外成本較低，惟受限於資料權限。",
                $"建議採改善流程並適度增補之方案，核心措施為：{theme.Measure}。"),
            Chapter("六、營運目標",
                Table("營運目標", "指標|現況|第 6 個月|第 12 個月", $"服務水準|{c.ServiceLevel:0}%|{(c.ServiceLevel + c.ServiceLevelTarget) / 2:0.0}%|{c.ServiceLevelTarget:0}%", $"放棄率|{c.Abandonment:0.0}%|{(c.Abandonment + c.AbandonmentTarget) / 2:0.0}%|{c.AbandonmentTarget:0.0}%", $"首次解決率|{c.FirstContactResolution:0}%|{(c.FirstContactResolution + c.FirstContactResolutionTarget) / 2:0.0}%|{c.FirstContactResolutionTarget:0}%"),
                "第 6 個月為期中檢核，落後兩項以上時提出修正方案。平均處理時間僅供觀察，不列入個人考核，以免為求快速而犧牲解決品質。"),
            Chapter("七、資源需求與預算",
                Table("人力與預算", "項目|數值|說明", $"平均處理時間|{c.HandlingSeconds} 秒|通話 {c.TalkSeconds} 秒、話後 {c.WrapSeconds} 秒", $"每月工作負荷|{c.MonthlyCalls * (double)c.HandlingSeconds / 3600:N1} 小時|進線量 × 處理時間", $"需求人力|{posts:0.0} FTE|流失率 30%、占線率 82%", $"現有人力|{c.CurrentPosts:0.0} FTE|含部分工時", $"人力缺口|{gap:0.0} FTE|分兩梯次補足", $"新增人事費|{staff:N0} 千元|每人每月 45 千元", $"系統|{system:N0} 千元|知識庫、通知與看板", $"訓練|{training:N0} 千元|含代班人力", $"合計|{staff + system + training:N0} 千元|—"),
                "人力以工作負荷法推估，並以 Erlang C 檢核平日各半小時。預算按季撥付，每季提出執行說明。"),
            Chapter("八、行動計畫",
                Table("行動計畫", "月份|工作|完成條件", "1|說明會與分工|全員簽閱", $"1–3|{theme.Focus}措施第一階段|試辦小組指標改善", "2–4|新進與在職訓練|測驗 80 分、陪聽通過", $"4–6|{second.Focus}措施|上線並完成操作說明", "6|期中檢核|提報管理階層", "7–10|全面實施|各組指標達期中目標", "12|年度檢討|次年計畫核定"),
                $"第一階段先於兩個小組試辦八週，比較試辦與未試辦小組的差異後再全面推行。第二項措施為：{second.Measure}。"),
            Chapter("九、溝通與團隊支持", null,
                $"計畫公布前辦理 {2 + draw.Next(3)} 場說明會，先說明問題與資料，再討論作法。客服人員提出的意見中，有 {5 + draw.Next(6)} 項已納入班表與訓練安排。",
                "推動期間，小組長於每週晨會說明進度；每月選出一則改善案例，由當事人分享作法。意見可不具名提出，並於五個工作日內回覆。"),
            Chapter("十、風險管理",
                Table("風險登錄", "風險|等級|因應", $"{theme.Risk}|高|每週檢視，必要時調整試辦範圍", $"{second.Risk}|中|指定負責人並設完成期限", "來電量高於預測|中|每月更新預測，啟動支援名單", "系統上線延遲|中|分批上線，人工作業備案", "個人資料外洩|高|權限分級、抽查、通報演練"),
                "風險每月檢視一次，等級為高者每週檢視。觸發條件成立時，負責人於兩個工作天內提出處置，並記錄結果。"),
            Chapter("十一、績效評估與調整", null,
                "每月第五個工作天提出月報，每季辦理檢討，內容包含達成情形、原因、調整與下季重點。流程之遵循由未參與執行者抽查，結果回饋改善。",
                "系統或流程之調整均記錄理由與生效日，並向客戶、團隊及管理階層說明成效。未達目標之項目，須同時說明哪些作法無效，避免重複投入。"),
        ];
        return new PlanDocument("客服中心營運計畫", c.Company, c.Candidate, "第 1 版", sections);
    }
}
