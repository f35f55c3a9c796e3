using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

/// <summary>Declared help, quarantine and misconduct.</summary>
public sealed class AuthenticityTests
{
    [Theory]
    [InlineData("無", "無", "全部", false)]
    [InlineData("None.", "n/a", "All of it", false)]
    [InlineData(null, null, null, false)]
    [InlineData("主管審閱一次。", "無", "全部", true)]
    [InlineData("無", "以工具潤稿", "全部", true)]
    [InlineData("無", "無", "本人主筆，團隊提供數據。", true)]
    [InlineData("無", "無", "全文由本人撰寫。", false)]
    public void DeclaresHelp_WhateverIsNotPlainlyNone(string? help, string? ai, string? share, bool declares) =>
        Assert.Equal(declares, new EvidenceDescription { Title = "計畫", Help = help, AiUse = ai, OwnShare = share }.DeclaresHelp);

    [Fact]
    public void MissingForCompetent_DeclaredHelp_WantsOneQuestionWhereTheSchemeAsks()
    {
        var strict = Scheme with { Rules = Scheme.Rules with { QuestionDeclaredHelp = true } };
        IReadOnlyList<ScoreSheet.Evidence> declared = [new(CitedVersion, EvidenceContext.Workplace, Accepted, DeclaresHelp: true)];
        Assert.Empty(Sheet(evidence: declared).MissingFor(Outcome.Competent));
        Assert.Equal([new Gap("declared", Version: CitedVersion)], Sheet(evidence: declared, scheme: strict).MissingFor(Outcome.Competent));
        Assert.Empty(Sheet(evidence: declared, scheme: strict).MissingFor(Outcome.NotYetCompetent));
        Assert.Empty(Sheet(scheme: strict).MissingFor(Outcome.Competent));

        var asked = Lines(c => c == "P1.2" ? Rated() with { Methods = [new("M2", null), new("M1.Q", "問初稿由誰審閱")] } : Rated());
        Assert.Empty(Sheet(asked, declared, scheme: strict).MissingFor(Outcome.Competent));

        // What was asked about a criterion that does not rest on it says nothing about it.
        var elsewhere = Lines(c => c == "P1.2" ? Rated() with { Methods = [new("M1.Q", "問")], Citations = [] } : Rated());
        Assert.Contains(new Gap("declared", Version: CitedVersion), Sheet(elsewhere, declared, scheme: strict).MissingFor(Outcome.Competent));
    }

    [Fact]
    public void MissingForCompetent_NamesQuarantineAndOpenCase()
    {
        var quarantined = Sheet(evidence: [new(CitedVersion, EvidenceContext.Workplace, Accepted, IsQuarantined: true)]);
        Assert.Equal(Lines().Count, quarantined.MissingFor(Outcome.Competent).Count(g => g.Code == "quarantined"));
        Assert.Empty(quarantined.MissingFor(Outcome.NotYetCompetent));

        var suspected = new ScoreSheet(Scheme, Lines(), [new(CitedVersion, EvidenceContext.Workplace, Accepted)], [new("E1", true, null), new("E2", true, null)]) { CaseIsOpen = true };
        Assert.Equal([new Gap("misconduct")], suspected.MissingFor(Outcome.Competent));
        var assessment = In(AssessmentState.Assessing);
        Refused("sign.incomplete", () => assessment.Sign(Assessor, suspected, Signature(Outcome.Competent), assessment.ContentVersion, Guid.NewGuid(), Now));
    }

    [Fact]
    public void MoveTo_RestsOnTheReplacement_UntilConfirmed()
    {
        var rating = new CriterionRating(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        rating.Change(Rated(), Levels, Methods, Assessor, Keys, Now);
        var replacement = Guid.NewGuid();
        Assert.Null(rating.MoveTo(replacement, Guid.NewGuid(), Assessor, Keys, Now));
        Assert.NotNull(rating.MoveTo(replacement, CitedVersion, Assessor, Keys, Now));
        Assert.Equal([new Citation(replacement, PlaceKind.Page, "18")], rating.Fields.Citations);
        Assert.True(rating.NeedsConfirmation);
        rating.Confirm(Assessor, Keys, Now);
        Assert.False(rating.NeedsConfirmation);
    }

    [Fact]
    public void Incident_IsClosedOnce_AndLiftedWithAReason()
    {
        var (item, first) = Item();
        Refused("incident.own", () => _ = new Incident(Guid.NewGuid(), Guid.NewGuid(), item, first, IncidentKind.PersonalData, "電話", Candidate, Now));
        Refused("reason.missing", () => _ = new Incident(Guid.NewGuid(), Guid.NewGuid(), item, first, IncidentKind.PersonalData, " ", Assessor, Now));
        var incident = new Incident(Guid.NewGuid(), Guid.NewGuid(), item, first, IncidentKind.PersonalData, "電話", Assessor, Now);
        Assert.Null(incident.ReplacementId);
        var second = Guid.NewGuid();
        incident.Replace(second, Now);
        incident.Replace(Guid.NewGuid(), Now);
        Assert.Equal(second, incident.ReplacementId);
        incident.Close(Stranger, "已通知", Now);
        Refused("incident.closed", () => incident.Close(Stranger, "再次", Now));
        Assert.True(incident.IsQuarantined);
        Refused("reason.missing", () => incident.Lift(Stranger, "", Now));
        incident.Lift(Stranger, "依法得公開", Now);
        Assert.Equal((false, "已通知\n依法得公開"), (incident.IsQuarantined, incident.Measures));
        Refused("incident.lifted", () => incident.Lift(Stranger, "再次", Now));
    }

    [Fact]
    public void Incident_OfAnEarlierVersion_HasItsReplacementAlready()
    {
        var (item, first) = Item();
        var next = item.AddVersion(Guid.NewGuid(), Guid.NewGuid(), new StoredFile(Guid.NewGuid(), "k2", [2], 1, "text/plain", Now), "二.txt", Now);
        Assert.Equal(next.Id, new Incident(Guid.NewGuid(), Guid.NewGuid(), item, first, IncidentKind.TradeSecret, "成本", Assessor, Now).ReplacementId);
    }

    [Fact]
    public void Misconduct_IsToldAnsweredAndThenDecided()
    {
        var assessment = In(AssessmentState.Assessing);
        Refused("misconduct.own", () => _ = new MisconductCase(Guid.NewGuid(), assessment, Candidate, "抄襲", [], Now));
        Refused("misconduct.state", () => _ = new MisconductCase(Guid.NewGuid(), In(AssessmentState.Finalised), Assessor, "抄襲", [], Now));
        var found = new MisconductCase(Guid.NewGuid(), assessment, Assessor, "抄襲", [CitedVersion, CitedVersion], Now);
        Assert.Single(found.Versions);
        Assert.Equal([MisconductOutcome.NotPursued], found.Possible(assessment, Now));
        Refused("misconduct.part", () => found.Open(assessment, Assessor, "與他人相同", Now.AddDays(14), Now));
        Refused("misconduct.date", () => found.Open(assessment, Stranger, "與他人相同", Now, Now));
        Refused("misconduct.reply-over", () => found.Answer(assessment, Candidate, "並無", Now));
        found.Open(assessment, Stranger, "與他人相同", Now.AddDays(14), Now);
        Refused("misconduct.reply-awaited", () => found.Close(assessment, Stranger, MisconductOutcome.Warned, "屬實", Now.AddDays(21), Now));
        Refused("assessment.not-candidate", () => found.Answer(assessment, Stranger, "代答", Now));
        found.Answer(assessment, Candidate, "同一來源", Now);
        Refused("misconduct.reply-over", () => found.Answer(assessment, Candidate, "補充", Now));
        Refused("misconduct.outcome", () => found.Close(assessment, Stranger, MisconductOutcome.NotPursued, "算了", Now.AddDays(21), Now));
        found.Close(assessment, Stranger, MisconductOutcome.NotFounded, "來源相同", Now.AddDays(21), Now);
        Assert.Equal(MisconductState.Closed, found.State(assessment, Now));
        Refused("misconduct.move", () => found.Close(assessment, Stranger, MisconductOutcome.Warned, "再次", Now.AddDays(21), Now));
    }

    [Fact]
    public void Misconduct_WithoutAnswer_IsDecidedAfterTheLastDay()
    {
        var assessment = In(AssessmentState.Assessing);
        var found = new MisconductCase(Guid.NewGuid(), assessment, Assessor, "代寫", [], Now);
        found.Open(assessment, Stranger, "代寫", Now.AddDays(14), Now);
        var later = Now.AddDays(15);
        Refused("misconduct.reply-over", () => found.Answer(assessment, Candidate, "太遲", later));
        Assert.Contains(MisconductOutcome.Terminated, found.Possible(assessment, later));
        Assert.DoesNotContain(MisconductOutcome.Terminated, found.Possible(In(AssessmentState.Finalised), later));
        found.Close(assessment, Stranger, MisconductOutcome.Terminated, "屬實", later.AddDays(21), later);
        Assert.Equal(MisconductOutcome.Terminated, found.Outcome);
    }

    private static (EvidenceItem Item, Guid Version) Item()
    {
        var item = new EvidenceItem(Guid.NewGuid(), Candidate, "計畫", EvidenceKind.OperatingPlan, Now);
        return (item, item.AddVersion(Guid.NewGuid(), Guid.NewGuid(), new StoredFile(Guid.NewGuid(), "k", [1], 1, "text/plain", Now), "一.txt", Now).Id);
    }
}
