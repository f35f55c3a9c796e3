using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class SubmissionTests
{
    private static readonly string[] AllCodes = ["file", "title", "context", "period", "own-share", "help", "ai-use", "confidentiality", "criteria"];

    public static TheoryData<string> Codes() => [.. AllCodes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Missing_NamesTheStatementAndThePiece(string code)
    {
        var full = Piece();
        var lacking = code switch
        {
            "file" => full with { CurrentVersionId = null },
            "title" => full with { Title = " " },
            "context" => full with { Context = null },
            "period" => full with { PeriodFrom = null },
            "own-share" => full with { OwnShare = " " },
            "help" => full with { Help = null },
            "ai-use" => full with { AiUse = "" },
            "confidentiality" => full with { Confidentiality = null },
            _ => full with { Criteria = 0 },
        };
        Assert.Equal([new Submission.Lack(code, full.ItemId)], new Submission([Piece(), lacking]).Missing());
    }

    [Fact]
    public void Missing_WithoutPieces_SaysNone() => Assert.Equal([new Submission.Lack("none", null)], new Submission([]).Missing());

    [Fact]
    public void Missing_OfEmptyPiece_NamesEverything()
    {
        var piece = new Submission.Piece(Guid.NewGuid(), null, "", null, null, null, null, null, null, 0);
        var submission = new Submission([piece]);
        Assert.Equal(AllCodes, submission.Missing().Select(l => l.Code));
        Assert.Empty(submission.Versions);
    }

    [Fact]
    public void Missing_OfFullPiece_IsEmpty() => Assert.Empty(Complete().Missing());
}
