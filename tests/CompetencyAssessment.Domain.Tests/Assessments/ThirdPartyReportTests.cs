using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class ThirdPartyReportTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now);

    [Fact]
    public void Number_OfWhatOneOfTwoAdds_TellsNothingOfTheOther()
    {
        // Whatever the other has added, the own numbers are the same.
        foreach (var ofSecond in new int[][] { [], [2], [2, 4, 6] })
        {
            Assert.Equal(1, AssessorEvidence.NextNumber(ofSecond, byTwo: true, AssessmentPart.Assessor));
            Assert.Equal(5, AssessorEvidence.NextNumber([1, 3, .. ofSecond], byTwo: true, AssessmentPart.Assessor));
        }

        foreach (var ofLead in new int[][] { [], [1], [1, 3, 5] })
        {
            Assert.Equal(2, AssessorEvidence.NextNumber(ofLead, byTwo: true, AssessmentPart.SecondAssessor));
            Assert.Equal(4, AssessorEvidence.NextNumber([2, .. ofLead], byTwo: true, AssessmentPart.SecondAssessor));
        }

        Assert.Equal((1, 3), (AssessorEvidence.NextNumber([], byTwo: false, AssessmentPart.Assessor), AssessorEvidence.NextNumber([1, 2], byTwo: false, AssessmentPart.Assessor)));
    }

    [Fact]
    public void Receive_AfterTheNotice_TakesItOnceAndForgetsTheAddress()
    {
        var report = Invite();
        Assert.Equal(ReportState.Sent, report.StateAt(Now));
        Throws("report.notice", () => report.Receive(Answer(), true, Now));
        report.Open(Now);
        Assert.Equal(ReportState.Opened, report.StateAt(Now));
        Throws("report.declaration", () => report.Receive(Answer(), false, Now));
        Throws("report.lines", () => report.Receive(Answer() with { Lines = [new("P1.1", Observed.Seen, " ", null), new("K01", Observed.CannotSay, null, null)] }, true, Now));
        Throws("report.lines", () => report.Receive(Answer() with { Lines = [new("P1.1", Observed.Seen, "見過", null)] }, true, Now));
        Throws("report.too-long", () => report.Receive(Answer() with { Remark = new string('字', ReportAnswer.TextLimit + 1) }, true, Now));
        Assert.NotNull(report.Mail);

        report.Receive(Answer(), true, Now);

        Assert.Equal((ReportState.Answered, null), (report.StateAt(Now), report.Mail));
        Throws("report.closed", () => report.Receive(Answer(), true, Now));
        Throws("report.answered", () => report.Revoke(Now));
    }

    [Fact]
    public void Link_ExpiredOrRevoked_TakesNothing()
    {
        var late = Invite();
        late.Open(Now);
        Assert.Equal(ReportState.Expired, late.StateAt(Now.AddDays(14)));
        Throws("report.closed", () => late.Receive(Answer(), true, Now.AddDays(14)));
        var revoked = Invite();
        revoked.Revoke(Now);
        Throws("report.closed", () => revoked.Open(Now));
        Assert.Equal((ReportState.Revoked, null), (revoked.StateAt(Now), revoked.Mail));
    }

    [Fact]
    public void Renew_OfAnOpenOrExpiredOne_TakesTheOldLinkOutOfUse()
    {
        var assessment = In(AssessmentState.Assessing);
        var report = Invite(of: assessment);
        report.Open(Now);
        var later = Now.AddDays(20);
        Assert.Equal(ReportState.Expired, report.StateAt(later));
        Throws("report.days", () => report.Renew(assessment, [2], 0, later));
        Throws("report.days", () => report.Renew(assessment, [2], ThirdPartyReport.MostDays + 1, later));
        Assert.Equal([1], report.TokenHash);

        report.Renew(assessment, [2], 5, later);

        Assert.Equal((ReportState.Sent, later.AddDays(5)), (report.StateAt(later), report.ExpiresAt));
        Assert.Equal([2], report.TokenHash);
        Throws("report.notice", () => report.Receive(Answer(), true, later));
        Throws("report.assessment-closed", () => report.Renew(In(AssessmentState.Assessing), [3], 5, later));
    }

    [Fact]
    public void Renew_OfAnAnsweredOrVoidOne_IsRefused()
    {
        var assessment = In(AssessmentState.Assessing);
        var answered = Invite(of: assessment);
        answered.Open(Now);
        answered.Receive(Answer(), true, Now);
        Throws("report.not-renewable", () => answered.Renew(assessment, [2], 5, Now));
        var revoked = Invite(of: assessment);
        revoked.Revoke(Now);
        Throws("report.not-renewable", () => revoked.Renew(assessment, [2], 5, Now));
    }

    [Fact]
    public void Confirm_OnlyAnAnswer_OnceAndNotBeforeIt()
    {
        var report = Invite();
        Throws("report.unanswered", () => Confirm(report, Today));
        report.Open(Now);
        report.Receive(Answer(), true, Now);
        Throws("report.day", () => Confirm(report, Today.AddDays(1)));
        Throws("report.day", () => Confirm(report, Today.AddDays(-1)));
        Confirm(report, Today);
        Assert.Equal(ReportState.Confirmed, report.StateAt(Now));
        Throws("report.confirmed", () => Confirm(report, Today));
    }

    [Theory]
    [InlineData(AssessmentState.Decided)]
    [InlineData(AssessmentState.Finalised)]
    [InlineData(AssessmentState.Withdrawn)]
    public void Invite_AfterTheDecision_IsRefused(AssessmentState state) => Throws("report.assessment-closed", () => Invite(state: state));

    [Fact]
    public void Invite_OfTheCandidateOrAboutNothing_IsRefused()
    {
        Throws("report.self", () => Invite(referee: Candidate));
        Throws("report.criteria", () => Invite(criteria: []));
        Throws("report.days", () => Invite(days: ThirdPartyReport.MostDays + 1));
    }

    [Fact]
    public void Withdraw_OfWhatARatingCitesOrAReport_IsRefused()
    {
        var note = new AssessorEvidence(Keys(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 1, EvidenceOrigin.Assessor, Now);
        Throws("assessor-evidence.cited", () => note.Withdraw(cited: true, Now));
        note.Withdraw(cited: false, Now);
        Assert.Equal(("AE-01", Now), (note.Label, note.WithdrawnAt));
        Throws("assessor-evidence.report", () => new AssessorEvidence(Keys(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 2, EvidenceOrigin.ThirdParty, Now).Withdraw(cited: false, Now));
    }

    private static void Confirm(ThirdPartyReport report, DateOnly on) => report.Confirm(Assessor, ConfirmationWay.Telephone, on, "經總機確認", Guid.NewGuid(), Today, Today, Now);

    private static void Throws(string code, Action act) => Assert.Equal(code, Assert.Throws<DomainException>(act).Code);

    private static ReportAnswer Answer() => new() { Relation = "主管", Together = "兩年", Lines = [new("P1.1", Observed.Seen, "主持會議", "今年"), new("K01", Observed.CannotSay, null, null)] };

    private static ThirdPartyReport Invite(Guid? referee = null, string[]? criteria = null, int days = 14, AssessmentState state = AssessmentState.Assessing, Assessment? of = null) => new(
        Keys(),
        of ?? In(state),
        new ReportInvitation { RefereeId = referee ?? Stranger, Organisation = "營運處", Relation = "主管", Mail = "a@example.org", Criteria = criteria ?? ["P1.1", "K01"], Days = days },
        Assessor,
        [1],
        Now);
}
