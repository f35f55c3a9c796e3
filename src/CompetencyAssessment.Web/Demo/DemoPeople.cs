namespace CompetencyAssessment.Web.Demo;

/// <summary>Somebody in the demonstration centre.</summary>
internal sealed record DemoPerson(string UserName, string NameZh, string NameLatin, string Role, string? Number = null, string? Company = null);

/// <summary>Who is who in the demonstration.</summary>
internal static class DemoPeople
{
    /// <summary>Of every demonstration account; the sign-in page of a development installation shows it.</summary>
    public const string Password = "demo-passphrase";

    /// <summary>Begins the user name of every demonstration account.</summary>
    public const string Prefix = "demo-";

    public static readonly DemoPerson Administrator = new("demo-admin", "郭美玲", "Kuo Mei-Ling", Data.Identity.Roles.Administrator);

    public static readonly DemoPerson Verifier = new("demo-verifier", "何佩君", "Ho Pei-Chun", Data.Identity.Roles.Verifier);

    public static readonly DemoPerson QualityLead = new("demo-quality-lead", "羅文彬", "Lo Wen-Pin", Data.Identity.Roles.QualityLead);

    public static readonly IReadOnlyList<DemoPerson> Assessors =
    [
        new("demo-assessor-1", "張書豪", "Chang Shu-Hao", Data.Identity.Roles.Assessor),
        new("demo-assessor-2", "李思穎", "Li Ssu-Ying", Data.Identity.Roles.Assessor),
    ];

    public static readonly IReadOnlyList<DemoPerson> Candidates =
    [
        Candidate(1, "林雅筑", "Lin Ya-Chu", "晴川電信客服中心"),
        Candidate(2, "陳冠宇", "Chen Kuan-Yu", "宏遠人壽客戶服務部"),
        Candidate(3, "吳佩珊", "Wu Pei-Shan", "和泰旅遊訂位中心"),
        Candidate(4, "黃柏翰", "Huang Po-Han", "北辰銀行客服中心"),
        Candidate(5, "周怡君", "Chou I-Chun", "悅行網購客服部"),
        Candidate(6, "許家豪", "Hsu Chia-Hao", "海岳物流客服中心"),
        Candidate(7, "鄭雅文", "Cheng Ya-Wen", "樂活健康服務專線"),
        Candidate(8, "劉俊傑", "Liu Chun-Chieh", "禾光電力服務中心"),
        Candidate(9, "蔡欣怡", "Tsai Hsin-I", "明川資訊技術支援中心"),
        Candidate(10, "楊承恩", "Yang Cheng-En", "安和產險理賠專線"),
        Candidate(11, "王堃", "Wang Kun", "遠見有線電視客服中心"),
        Candidate(12, "謝淑芬", "Hsieh Shu-Fen", "大成水務服務中心"),
        Candidate(13, "曾美惠", "Tseng Mei-Hui", "東海航空訂位中心"),
        Candidate(14, "方志明", "Fang Chih-Ming", "向陽租車服務專線"),
        Candidate(15, "葉俊宏", "Yeh Chun-Hung", "南星郵購客服中心"),
        Candidate(16, "江文娟", "Chiang Wen-Chuan", "嘉禾證券客服中心"),
    ];

    /// <summary>Everybody with an account.</summary>
    public static IEnumerable<DemoPerson> All => [Administrator, .. Assessors, Verifier, QualityLead, .. Candidates];

    private static DemoPerson Candidate(int number, string nameZh, string nameLatin, string company) =>
        new($"demo-candidate-{number:D2}", nameZh, nameLatin, Data.Identity.Roles.Candidate, $"C{number:D4}", company);
}
