namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>
/// One contact centre of the demonstration: who writes about it and the figures that all its files share. Times are in
/// seconds, shares in percent.
/// </summary>
internal sealed record DemoCompany
{
    /// <summary>Paid hours of one full-time post in a month.</summary>
    public const int PaidHours = 176;

    /// <summary>Share of paid hours not on the phone: leave, training, meetings, breaks.</summary>
    public const double Shrinkage = 0.30;

    /// <summary>Share of the remaining hours that is spent with customers.</summary>
    public const double Occupancy = 0.82;

    /// <summary>Answer time that the service level counts.</summary>
    public const int AnswerWithin = 20;

    public required string Candidate { get; init; }

    public required string Company { get; init; }

    public required string Industry { get; init; }

    /// <summary>Reasons for calling, most frequent first.</summary>
    public required IReadOnlyList<string> CallReasons { get; init; }

    public required int Seats { get; init; }

    public required int MonthlyCalls { get; init; }

    public required int TalkSeconds { get; init; }

    public required int WrapSeconds { get; init; }

    public required double ServiceLevel { get; init; }

    public required double ServiceLevelTarget { get; init; }

    public required double Abandonment { get; init; }

    public required double AbandonmentTarget { get; init; }

    public required double FirstContactResolution { get; init; }

    public required double FirstContactResolutionTarget { get; init; }

    public required double CurrentPosts { get; init; }

    public required int Seed { get; init; }

    /// <summary>Handling time as measured: talk and wrap-up.</summary>
    public int HandlingSeconds => TalkSeconds + WrapSeconds;

    /// <summary>Calls of a working day where a month has 22 of them and 8 quieter days.</summary>
    public int WeekdayCalls => (int)Math.Round(MonthlyCalls * 0.0361217, MidpointRounding.AwayFromZero);

    /// <summary>Full-time posts that a month's calls need at a handling time.</summary>
    public double PostsAt(int handlingSeconds) =>
        MonthlyCalls * (double)handlingSeconds / 3600 / (PaidHours * (1 - Shrinkage) * Occupancy);

    /// <summary>The centre of the story: 林雅筑 of 晴川電信客服中心.</summary>
    public static DemoCompany Story { get; } = new()
    {
        Candidate = "林雅筑",
        Company = "晴川電信客服中心",
        Industry = "電信服務",
        CallReasons = ["帳單與費用", "網路障礙報修", "資費與合約", "申辦與異動", "App 與帳號", "門市與到府預約", "申訴"],
        Seats = 120,
        MonthlyCalls = 78_900,
        TalkSeconds = 235,
        WrapSeconds = 60,
        ServiceLevel = 71,
        ServiceLevelTarget = 80,
        Abandonment = 8.4,
        AbandonmentTarget = 5,
        FirstContactResolution = 68,
        FirstContactResolutionTarget = 75,
        CurrentPosts = 58.5,
        Seed = 1,
    };

    private static readonly (string Industry, string[] Reasons)[] Industries =
    [
        ("信用卡服務", ["帳單與繳款", "交易疑義", "紅利與權益", "額度與分期", "掛失與補發", "網路銀行登入", "申訴"]),
        ("電子商務", ["訂單與出貨", "退換貨", "付款與發票", "會員與優惠", "商品諮詢", "物流追蹤", "申訴"]),
        ("旅宿與航空訂位", ["訂位與改期", "退票退費", "行李與報到", "會員哩程", "特殊協助", "航班異動", "申訴"]),
        ("人身保險", ["理賠進度", "保單內容", "保費與扣款", "契約變更", "借款與還款", "業務員聯繫", "申訴"]),
        ("家電維修服務", ["報修派工", "保固查詢", "零件與報價", "維修進度", "產品操作", "到府改期", "申訴"]),
        ("公共運輸服務", ["票務與退費", "班次與延誤", "遺失物", "電子票證", "無障礙服務", "轉乘諮詢", "申訴"]),
    ];

    /// <summary>Another centre, its figures drawn from the seed and consistent with each other.</summary>
    public static DemoCompany Create(string candidate, string company, int seed)
    {
        var draw = new DemoDraw(seed);
        var (industry, reasons) = Industries[draw.Next(Industries.Length)];
        var seats = 40 + 10 * draw.Next(10);
        var centre = new DemoCompany
        {
            Candidate = candidate,
            Company = company,
            Industry = industry,
            CallReasons = reasons,
            Seats = seats,
            MonthlyCalls = seats * (520 + 10 * draw.Next(16)),
            TalkSeconds = 200 + 5 * draw.Next(19),
            WrapSeconds = 40 + 5 * draw.Next(9),
            ServiceLevel = 68 + draw.Next(8),
            ServiceLevelTarget = 80,
            Abandonment = 6.5 + draw.Next(30) / 10.0,
            AbandonmentTarget = 5,
            FirstContactResolution = 64 + draw.Next(8),
            FirstContactResolutionTarget = 75,
            CurrentPosts = 0,
            Seed = seed,
        };
        return centre with { CurrentPosts = Math.Round(centre.PostsAt(centre.HandlingSeconds) * (0.88 + draw.Next(6) / 100.0), 1) };
    }
}

/// <summary>Numbers that follow from a seed in every version of .NET, which System.Random does not promise.</summary>
internal sealed class DemoDraw(int seed)
{
    private uint state = (uint)seed * 2_654_435_761u + 12_345u;

    public int Next(int below)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        if (state == 0)
            state = 0x9E3779B9;
        return (int)(state % (uint)below);
    }
}
