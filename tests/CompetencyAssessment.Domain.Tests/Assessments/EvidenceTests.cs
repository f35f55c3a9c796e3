using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class EvidenceTests
{
    private readonly Guid _assessment = Guid.NewGuid();

    [Fact]
    public void AddVersion_CountsOnAndLeavesTheFormer()
    {
        var item = Item();
        var first = item.AddVersion(Guid.NewGuid(), _assessment, Stored(1), "計畫.pdf", Now);
        var second = item.AddVersion(Guid.NewGuid(), _assessment, Stored(2), "計畫2.pdf", Now.AddDays(1));
        Assert.Equal((1, 2, "計畫.pdf", Now), (first.Number, second.Number, first.FileName, first.UploadedAt));
        Assert.Same(second, item.Current);
        Assert.Equal([first, second], item.Versions);
        var fact = item.TakeFacts()[1];
        Assert.Equal((_assessment, "evidence.version-added", second.Id, "02"), (fact.Stream, fact.Action, fact.Subject, fact.Data["sha256"]));
        Assert.DoesNotContain("計畫2.pdf", fact.Data.Values);
    }

    [Fact]
    public void Describe_PeriodBackwards_ThrowsAndKeepsTheFormer()
    {
        var item = Item();
        var text = new EvidenceDescription { Title = "新題名", PeriodFrom = new DateOnly(2025, 2, 1), PeriodTo = new DateOnly(2025, 1, 31) };
        Refused("evidence.period", () => item.Describe(_assessment, text));
        Assert.Equal("營運計畫", item.Title);
        item.Describe(_assessment, text with { PeriodTo = new DateOnly(2025, 2, 1), Context = EvidenceContext.Simulation, Confidentiality = Confidentiality.PersonalData, OwnShare = "一半", Help = "無", AiUse = "無" });
        Assert.Equal(("新題名", EvidenceContext.Simulation, Confidentiality.PersonalData, "一半"), (item.Title, item.Context, item.Confidentiality, item.OwnShare));
    }

    [Fact]
    public void MapTo_ReplacesAndKeepsOnce()
    {
        var evidence = Linked();
        var (a, b, c) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        evidence.MapTo([a, b, b], [c]);
        evidence.MapTo([b, c, c], []);
        Assert.Equal([b, c], evidence.Criteria.Select(m => m.CriterionId));
        Assert.Empty(evidence.Requirements);
    }

    [Fact]
    public void Withdraw_OnlyWhatNoRoundReliedOn()
    {
        var evidence = Linked();
        Refused("evidence.relied-on", () => evidence.Withdraw(true, Now));
        Assert.Null(evidence.WithdrawnAt);
        evidence.Withdraw(false, Now);
        Assert.Equal(Now, evidence.WithdrawnAt);
        Assert.Equal(["evidence.added", "evidence.withdrawn"], evidence.TakeFacts().Select(f => f.Action));
    }

    [Theory]
    [InlineData(1, "EV-01")]
    [InlineData(30, "EV-30")]
    [InlineData(120, "EV-120")]
    public void Label_IsShort(int number, string label) => Assert.Equal(label, new AssessmentEvidence(Guid.NewGuid(), _assessment, Guid.NewGuid(), number).Label);

    [Fact]
    public void Judge_KeepsEachStateAndSkipsTheSame()
    {
        var judgement = new EvidenceJudgement(Guid.NewGuid(), _assessment, Guid.NewGuid(), CitedVersion);
        Assert.Empty(judgement.Judge(new(null, null, null, null), Assessor, Keys, Now));
        Assert.Empty(judgement.TakeFacts());
        var first = Assert.Single(judgement.Judge(Accepted, Assessor, Keys, Now));
        var salt = judgement.Salt;
        Assert.Empty(judgement.Judge(Accepted, Assessor, Keys, Now));
        Assert.Same(salt, judgement.Salt);

        var second = Assert.Single(judgement.Judge(Doubted, Assessor, Keys, Now.AddHours(1)));

        Assert.NotEqual(salt, judgement.Salt);
        Assert.Equal((1, Accepted, Assessor, Now), (first.Number, first.Evidence!, first.ByPersonId!.Value, first.JudgedAt!.Value));
        Assert.Equal((2, Doubted, judgement.Id, Now.AddHours(1)), (second.Number, second.Evidence!, second.JudgementId, second.At));
        Assert.Null(second.Requirement);
        var facts = judgement.TakeFacts();
        Assert.Equal(2, facts.Count);
        Assert.Equal(Convert.ToHexStringLower(SaltedDigest.Of(judgement.Salt, judgement.Fields.DigestText())), facts[1].Data["digest"]);
        Assert.Equal((second.Id.ToString(), "2", Convert.ToHexStringLower(SaltedDigest.Of(second.Salt, second.DigestText()))), (facts[1].Data["revision"], facts[1].Data["number"], facts[1].Data["digest"]));
        Assert.Equal(Doubted, judgement.Fields);
        Refused("rating.too-long", () => judgement.Judge(Doubted with { Reason = new string('長', RatingFields.TextLimit + 1) }, Assessor, Keys, Now));
        Assert.Equal((Doubted, 2), (judgement.Fields, judgement.RevisionNo));
    }

    [Fact]
    public void JudgeSufficiency_KeepsEachStateAndLeavesADigest()
    {
        var judgement = new SufficiencyJudgement(Guid.NewGuid(), _assessment, Guid.NewGuid(), Guid.NewGuid());
        Assert.Empty(judgement.Judge(new RequirementFields(null, null), Assessor, Keys, Now));
        Assert.Empty(judgement.TakeFacts());

        var revision = Assert.Single(judgement.Judge(new RequirementFields(false, "簡報不足"), Assessor, Keys, Now));

        Assert.Equal((new RequirementFields(false, "簡報不足"), judgement.Id, null), (revision.Requirement!, revision.JudgementId, revision.Evidence));
        Assert.Equal(Convert.ToHexStringLower(SaltedDigest.Of(judgement.Salt, judgement.Fields.DigestText())), Assert.Single(judgement.TakeFacts()).Data["digest"]);
        Refused("rating.too-long", () => judgement.Judge(new RequirementFields(true, new string('長', RatingFields.TextLimit + 1)), Assessor, Keys, Now));
        Assert.False(judgement.Sufficient);
    }

    [Theory]
    [InlineData("Accepted", "Accepted", "Accepted", true, false)]
    [InlineData("Accepted", "Doubted", "Accepted", false, true)]
    [InlineData(null, null, "Doubted", false, true)]
    [InlineData("Accepted", null, "Accepted", false, false)]
    public void Judgement_AcceptedOnlyWhenAllThreeAre(string? valid, string? authentic, string? current, bool accepted, bool doubted)
    {
        static JudgementVerdict? Of(string? name) => name is null ? null : Enum.Parse<JudgementVerdict>(name);
        var fields = new JudgementFields(Of(valid), Of(authentic), Of(current), null);
        Assert.Equal((accepted, doubted), (fields.IsAccepted, fields.IsDoubted));
    }

    private static EvidenceItem Item() => new(Guid.NewGuid(), Candidate, "營運計畫", EvidenceKind.OperatingPlan, Now);

    private static StoredFile Stored(byte hash) => new(Guid.NewGuid(), $"f{hash}", [hash], 1, "application/pdf", Now);

    private AssessmentEvidence Linked() => new(Guid.NewGuid(), _assessment, Guid.NewGuid(), 1);
}
