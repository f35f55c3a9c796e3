using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class MeetingTests
{
    private static readonly MeetingTerms Observation = new() { Kind = AppointmentKind.Observation, Method = "M6" };

    private static readonly MeetingTerms Questioning = new() { Kind = AppointmentKind.Questioning, Method = "M1.Q" };

    [Theory]
    [InlineData(MeetingMove.CheckIdentity, MeetingState.Prepared, MeetingState.Prepared)]
    [InlineData(MeetingMove.Begin, MeetingState.Prepared, MeetingState.Running)]
    [InlineData(MeetingMove.Finish, MeetingState.Running, MeetingState.Finished)]
    [InlineData(MeetingMove.Discard, MeetingState.Prepared, MeetingState.Discarded)]
    public void Moves_StartFromOneStateOnly(MeetingMove move, MeetingState from, MeetingState to)
    {
        Assert.Equal([from], Enum.GetValues<MeetingState>().Where(s => s.Allows(move)));
        Assert.Equal(to, move.LeadsTo());
    }

    [Fact]
    public void Begin_WithoutIdentityCheck_Throws()
    {
        var assessment = In(AssessmentState.Assessing);
        var meeting = Make(assessment, Observation);
        Refused("meeting.identity", () => meeting.Begin(assessment, Assessor, Now));
        Refused("meeting.not-running", () => meeting.DemandRunning(assessment, Assessor));

        meeting.CheckIdentity(assessment, IdentityDocument.Passport, IdentityPlace.Video, Assessor, Now);
        meeting.Begin(assessment, Assessor, Now.AddMinutes(3));

        Assert.Equal((IdentityDocument.Passport, IdentityPlace.Video, Assessor, Now), (meeting.IdentityDocument, meeting.IdentityPlace, meeting.IdentityCheckedById, meeting.IdentityCheckedAt));
        Assert.Equal((MeetingState.Running, Now.AddMinutes(3)), (meeting.State, meeting.BegunAt));
        Refused("meeting.move", () => meeting.CheckIdentity(assessment, IdentityDocument.EmployeeCard, IdentityPlace.OnSite, Assessor, Now));
        Refused("meeting.move", () => meeting.Discard(assessment, Assessor));
    }

    [Fact]
    public void Finish_WithWhatItLacks_Throws()
    {
        var assessment = In(AssessmentState.Assessing);
        var meeting = Running(assessment, Observation);
        var item = new ObservedItem(Guid.NewGuid(), meeting, Guid.NewGuid(), 1);
        Refused("meeting.present", () => Running(assessment, Observation).Finish(assessment, [item], [], Assessor, Now));
        meeting.Change(assessment, new MeetingFields(true, "資深經理人二位", null), Assessor);
        Assert.Equal(["nothing-seen"], meeting.Missing([item], []));
        item.Change(new ObservedFields(SeenVerdict.Partly, "僅口頭說明"), Now);
        meeting.Finish(assessment, [item], [], Assessor, Now.AddHours(1));
        Assert.Equal((MeetingState.Finished, Now.AddHours(1), true), (meeting.State, meeting.EndedAt, meeting.Recorded));
        Refused("meeting.not-running", () => meeting.Change(assessment, meeting.Fields, Assessor));

        var questioning = Running(assessment, Questioning);
        var question = new AskedQuestion(Guid.NewGuid(), questioning, Guid.NewGuid(), 1, QuestionMode.Oral, " 為何採此目標？ ", null);
        Assert.Equal(["nothing-asked"], questioning.Missing([], []));
        question.Change(new AskedFields("依上季實績", ["請看第 3 頁", ""], null), Now);
        Assert.Equal((2, false), (question.Fields.Prompts.Count, question.IsUnanswered));
        Assert.Equal(["unjudged"], questioning.Missing([], [question]));
        question.Change(question.Fields with { Sufficient = false }, Now);
        Assert.Empty(questioning.Missing([], [question]));
    }

    [Fact]
    public void Meeting_IsItsHoldersFromSubmissionUntilDecision()
    {
        foreach (var state in Enum.GetValues<AssessmentState>())
        {
            if (state is AssessmentState.Submitted or AssessmentState.Assessing or AssessmentState.Returned)
            {
                Make(In(state), Observation);
            }
            else
            {
                Refused("meeting.closed", () => Make(In(state), Observation));
            }
        }

        var assessment = In(AssessmentState.Assessing);
        Refused("assessment.not-assessor", () => Make(assessment, Observation, Stranger));
        var meeting = Make(assessment, Observation);
        assessment.ReplaceAssessor(Stranger, "調職", Keys, Now);
        Refused("meeting.not-yours", () => meeting.CheckIdentity(assessment, IdentityDocument.Passport, IdentityPlace.OnSite, Stranger, Now));
    }

    private static Meeting Make(Assessment assessment, MeetingTerms terms, Guid? by = null) => new(Guid.NewGuid(), assessment, terms, by ?? Assessor, Now);

    private static Meeting Running(Assessment assessment, MeetingTerms terms)
    {
        var meeting = Make(assessment, terms);
        meeting.CheckIdentity(assessment, IdentityDocument.NationalIdentityCard, IdentityPlace.OnSite, Assessor, Now);
        meeting.Begin(assessment, Assessor, Now);
        return meeting;
    }
}
