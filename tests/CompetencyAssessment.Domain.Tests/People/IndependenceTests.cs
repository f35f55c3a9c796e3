using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Domain.People;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.People;

/// <summary>Qualifications, employers, conflicts of interest, overrides and objections: what each demands.</summary>
public sealed class IndependenceTests
{
    private static readonly Person Somebody = new(Assessor, Guid.NewGuid(), "張書豪", null, null, Now);

    private static readonly DateOnly Today = new(2026, 3, 2);

    private static Qualification Qualified(DateOnly from, DateOnly? until) =>
        new(Guid.NewGuid(), Somebody, new QualificationTerms { UnitId = Guid.NewGuid(), Kind = JudgingKind.Assessing, Title = "結業證明", Issuer = "中心", ValidFrom = from, ValidUntil = until }, Now);

    private static IndependenceOverride Asked(Obstacles obstacles = Obstacles.SameEmployer) =>
        new(Guid.NewGuid(), Guid.NewGuid(), new OverrideSubject(Assessor, Candidate, Guid.NewGuid(), JudgingKind.Assessing), obstacles, null, Stranger, "人手不足", Now);

    private static StoredFile Stored(byte hash) => new(Guid.NewGuid(), $"f{hash}", [hash], 1, "application/pdf", Now);

    [Fact]
    public void Qualification_IsInForceFromItsFirstToItsLastDay()
    {
        Assert.True(Qualified(Today, Today).IsInForce(Today));
        Assert.True(Qualified(Today, null).IsInForce(Today.AddYears(50)));
        Assert.False(Qualified(Today.AddDays(1), null).IsInForce(Today));
        Assert.False(Qualified(Today.AddDays(-2), Today.AddDays(-1)).IsInForce(Today));
        Refused("qualification.dates", () => Qualified(Today, Today.AddDays(-1)));
    }

    [Fact]
    public void Qualification_ProofAddedLater_CountsAndTheFirstStays()
    {
        var qualification = Qualified(new DateOnly(2024, 1, 1), null);
        Assert.Null(qualification.CurrentProof);
        var first = qualification.AddProof(Guid.NewGuid(), Stored(1), "舊.pdf", Somebody.Id, Now);
        var second = qualification.AddProof(Guid.NewGuid(), Stored(2), "新.pdf", Somebody.Id, Now.AddDays(1));

        Assert.Equal([first, second], qualification.Proofs);
        Assert.Same(second, qualification.CurrentProof);
        qualification.Withdraw("證明不實", Now);
        Assert.Equal("qualification.withdrawn", Assert.Throws<DomainException>(() => qualification.AddProof(Guid.NewGuid(), Stored(3), "再.pdf", Somebody.Id, Now)).Code);
        Assert.Equal(2, qualification.Proofs.Count);
    }

    [Fact]
    public void Qualification_Withdrawn_IsNotInForceAndSaysWhy()
    {
        var qualification = Qualified(Today, null);
        Refused("reason.missing", () => qualification.Withdraw(" ", Now));

        qualification.Withdraw("證明不實", Now);

        Assert.False(qualification.IsInForce(Today));
        Refused("qualification.withdrawn", () => qualification.Withdraw("再次", Now));
    }

    [Theory]
    [InlineData("臺灣 電信", "台灣電信")]
    [InlineData("ＡＢＣ Telecom", "abc telecom")]
    public void Affiliation_NamesWrittenDifferently_AreOne(string one, string other) => Assert.Equal(Affiliation.KeyOf(one), Affiliation.KeyOf(other));

    [Fact]
    public void Conflict_IsEndedByAQualityLeadOrByWhoDeclaredItOfThemselves()
    {
        Refused("conflict.self", () => _ = new ConflictOfInterest(Guid.NewGuid(), Somebody, Assessor, Stranger, "親屬", Now));
        ConflictOfInterest Declared(Guid by) => new(Guid.NewGuid(), Somebody, Candidate, by, "親屬", Now);

        var byAnother = Declared(Stranger);
        Refused("conflict.not-yours", () => byAnother.End(Stranger, oversees: false, "弄錯", Now));
        Refused("conflict.not-yours", () => byAnother.End(Assessor, oversees: true, "弄錯", Now));
        Refused("conflict.not-yours", () => byAnother.End(Candidate, oversees: true, "弄錯", Now));
        Refused("reason.missing", () => byAnother.End(Verifier, oversees: true, " ", Now));
        byAnother.End(Verifier, oversees: true, "已離婚", Now);
        Assert.Equal("已離婚", byAnother.EndReason);
        Refused("conflict.ended", () => byAnother.End(Verifier, oversees: true, "再次", Now));

        var own = Declared(Assessor);
        Refused("conflict.not-yours", () => own.End(Stranger, oversees: false, "弄錯", Now));
        own.End(Assessor, oversees: false, "不再往來", Now);
        Assert.NotNull(own.EndedAt);
        Declared(Assessor).End(Verifier, oversees: true, "查明無關", Now);
    }

    [Fact]
    public void Affiliation_IsEndedAndRemovedWithAReason_ByAnybodyElse()
    {
        var affiliation = new Affiliation(Guid.NewGuid(), Somebody, AffiliationKind.Employer, "晴川電信", null, null);
        Refused("affiliation.own", () => affiliation.End(Somebody.Id, Today, "離職"));
        Refused("affiliation.own", () => affiliation.Remove(Somebody.Id, "弄錯", Now));
        Refused("reason.missing", () => affiliation.End(Stranger, Today, " "));
        Refused("rating.too-long", () => affiliation.End(Stranger, Today, new string('長', RatingFields.TextLimit + 1)));
        affiliation.End(Stranger, Today, "離職");
        var digest = affiliation.DigestText();
        Refused("reason.missing", () => affiliation.Remove(Stranger, "", Now));
        affiliation.Remove(Stranger, "同名公司", Now);
        Assert.Equal((Today, "離職\n同名公司", Now), (affiliation.Until, affiliation.EndReason, affiliation.RemovedAt));
        Assert.NotEqual(digest, affiliation.DigestText());
        Refused("affiliation.removed", () => affiliation.End(Stranger, Today, "再次"));
        Assert.All(affiliation.TakeFacts().Skip(1), f => Assert.DoesNotContain("離職", f.Data.Values));
    }

    [Fact]
    public void Override_IsNotGrantedByWhoAskedForIt()
    {
        var asked = Asked();
        Refused("override.asked-self", () => asked.Decide(asked.AskedById, true, "准", Now));
        asked.Decide(asked.AskedById, false, "不再需要", Now);
        Assert.Equal(OverrideState.Refused, asked.State);
    }

    [Fact]
    public void Qualifications_AreRequiredOrNot_WithAReason()
    {
        var centre = new Centre(Guid.NewGuid(), "評量中心", "Asia/Taipei");
        Refused("reason.missing", () => centre.RequireQualifications(false, " "));
        centre.RequireQualifications(false, "過渡期間");
        Assert.Equal((false, "過渡期間"), (centre.RequiresQualifications, centre.QualificationsReason));
        var fact = Assert.Single(centre.TakeFacts());
        Assert.Equal(Convert.ToHexStringLower(SaltedDigest.Of(centre.QualificationsSalt!, centre.QualificationsDigestText())), fact.Data["digest"]);
    }

    [Fact]
    public void Override_NeedsAnObstacleAndSomebodyWhoIsNotConcerned()
    {
        Refused("override.not-needed", () => Asked(Obstacles.None));
        var asked = Asked();
        Refused("override.own", () => asked.Decide(Assessor, true, "准", Now));
        Refused("override.own", () => asked.Decide(Candidate, true, "准", Now));
        Refused("reason.missing", () => asked.Decide(Verifier, true, "", Now));

        asked.Decide(Verifier, true, "無人可替", Now);

        Assert.Equal(OverrideState.Granted, asked.State);
        Refused("override.decided", () => asked.Decide(Stranger, false, "不准", Now));
    }

    [Fact]
    public void Objection_IsTheCandidatesAgainstWhoHoldsAPartNow()
    {
        var assessment = In(AssessmentState.Assessing);
        var part = assessment.CurrentAssessor!.Id;
        AssessorObjection File(Assessment of, Guid assignment, Guid by) => new(Guid.NewGuid(), of, assignment, by, "曾為同事", Now);

        Refused("assessment.not-candidate", () => File(assessment, part, Stranger));
        Refused("objection.nobody", () => File(assessment, Guid.NewGuid(), Candidate));
        Refused("objection.over", () => File(In(AssessmentState.Finalised), part, Candidate));
        var objection = File(assessment, part, Candidate);
        Refused("objection.own-part", () => objection.Decide(assessment, Assessor, ObjectionOutcome.Dismissed, "無據", Now));

        objection.Decide(assessment, Stranger, ObjectionOutcome.Dismissed, "無據", Now);

        Refused("objection.closed", () => objection.Decide(assessment, Stranger, ObjectionOutcome.Upheld, "改准", Now));
    }

    [Fact]
    public void Objection_AfterSigning_IsTaken_SoThatARefusalDoesNotTellOfTheDecision()
    {
        var decided = In(AssessmentState.Decided);

        Assert.Null(new AssessorObjection(Guid.NewGuid(), decided, decided.CurrentAssessor!.Id, Candidate, "曾為同事", Now).Outcome);
    }
}
