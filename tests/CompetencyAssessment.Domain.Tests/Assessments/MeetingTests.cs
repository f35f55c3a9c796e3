using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class MeetingTests
{
    private static readonly MeetingTerms Observation = new() { Kind = AppointmentKind.Observation, Method = "M6" };

    private static readonly MeetingTerms Questioning = new() { Kind = AppointmentKind.Questioning, Method = "M1.Q" };

    [Theory]
    [InlineData(MeetingMove.CheckIdentity, "Prepared>Prepared")]
    [InlineData(MeetingMove.Begin, "Prepared>Running")]
    [InlineData(MeetingMove.Finish, "Running>Finished")]
    [InlineData(MeetingMove.Discard, "Prepared>Discarded")]
    [InlineData(MeetingMove.TakeOver, "Prepared>Prepared Running>Running")]
    [InlineData(MeetingMove.BreakOff, "Running>BrokenOff")]
    public void Moves_StartFromTheirStatesOnly(MeetingMove move, string expected) =>
        Assert.Equal(expected, string.Join(' ', Enum.GetValues<MeetingState>().Where(s => s.Allows(move)).Select(s => $"{s}>{s.After(move)}")));

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
    public void Observation_OfARecording_NamesIt_AndNothingElseDoes()
    {
        var assessment = In(AssessmentState.Assessing);
        var recording = Guid.NewGuid();
        Refused("meeting.recording", () => Make(assessment, Observation with { Recorded = true }));
        var watched = Make(assessment, Observation with { Recorded = true, RecordingId = recording });
        Assert.Equal((true, recording), (watched.Recorded, watched.RecordingId));
        Assert.EndsWith($"|{recording}", watched.DigestText(), StringComparison.Ordinal);
        var asked = Make(assessment, Questioning with { Recorded = true, RecordingId = recording });
        Assert.Equal((false, null), (asked.Recorded, asked.RecordingId));
    }

    [Fact]
    public void Finish_WithWhatItLacks_Throws()
    {
        var assessment = In(AssessmentState.Assessing);
        var meeting = Running(assessment, Observation);
        var item = new ObservedItem(Guid.NewGuid(), meeting, Guid.NewGuid(), 1);
        Refused("meeting.present", () => Running(assessment, Observation).Finish(assessment, [item], [], Assessor, Now));
        meeting.Change(assessment, new MeetingFields("資深經理人二位", null), Assessor);
        Assert.Equal(["nothing-seen"], meeting.Missing([item], []));
        item.Change(new ObservedFields(SeenVerdict.Partly, "僅口頭說明"), Now);
        meeting.Finish(assessment, [item], [], Assessor, Now.AddHours(1));
        Assert.Equal((MeetingState.Finished, Now.AddHours(1)), (meeting.State, meeting.EndedAt));
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

    [Fact]
    public void TakeOver_ByTheSuccessor_KeepsWhatWasNotedWithItsAuthor()
    {
        var assessment = In(AssessmentState.Assessing);
        var meeting = Running(assessment, Observation);
        var predecessor = meeting.AssignmentId;
        var (seen, open) = (new ObservedItem(Guid.NewGuid(), meeting, Guid.NewGuid(), 1), new ObservedItem(Guid.NewGuid(), meeting, Guid.NewGuid(), 2));
        meeting.Change(assessment, new MeetingFields("資深經理人二位", "設備中斷"), Assessor);
        seen.Change(new ObservedFields(SeenVerdict.Partly, "僅口頭說明"), Now);
        Refused("meeting.move", () => TakeOver(assessment, Assessor));

        var (_, mine) = assessment.ReplaceAssessor(Stranger, "調職", Keys, Now);
        Refused("assessment.not-assessor", () => TakeOver(assessment, Assessor));
        Refused("meeting.not-yours", () => meeting.Change(assessment, meeting.Fields, Stranger));
        meeting.TakeFacts();
        var takeover = TakeOver(assessment, Stranger);

        Assert.Equal((mine.Id, MeetingState.Running, Assessor), (meeting.AssignmentId, meeting.State, meeting.IdentityCheckedById));
        Assert.Equal((predecessor, mine.Id, Now.AddMinutes(9)), (takeover.FromAssignmentId, takeover.ToAssignmentId, takeover.At));
        var fact = Assert.Single(meeting.TakeFacts());
        Assert.Equal(("meeting.taken-over", takeover.Id.ToString(), takeover.Digest()), (fact.Action, fact.Data["takeover"], fact.Data["noted"]));
        Refused("meeting.move", () => TakeOver(assessment, Stranger));

        // The successor goes on; what stood at the takeover stays.
        seen.Change(new ObservedFields(SeenVerdict.Seen, "補充說明後可見"), Now.AddMinutes(20));
        meeting.Change(assessment, new MeetingFields("資深經理人三位", null), Stranger);
        Assert.Equal(("資深經理人二位", "設備中斷"), (takeover.Before.Fields.Present, takeover.Before.Fields.Remark));
        Assert.Equal([new SeenBefore(seen.CriterionId, SeenVerdict.Partly, "僅口頭說明")], takeover.Before.Seen);
        meeting.Finish(assessment, [seen, open], [], Stranger, Now.AddHours(1));
        Assert.Equal(MeetingState.Finished, meeting.State);

        MeetingTakeover TakeOver(Assessment of, Guid by) => meeting.TakeOver(Guid.NewGuid(), of, [open, seen], [], by, Now.AddMinutes(9));
    }

    [Fact]
    public void TakeOver_BeforeItBegan_AsksForTheIdentityAnew()
    {
        var assessment = In(AssessmentState.Assessing);
        var meeting = Make(assessment, Questioning);
        meeting.CheckIdentity(assessment, IdentityDocument.Passport, IdentityPlace.OnSite, Assessor, Now);
        assessment.ReplaceAssessor(Stranger, "調職", Keys, Now);
        var takeover = meeting.TakeOver(Guid.NewGuid(), assessment, [], [], Stranger, Now);
        Assert.True(takeover.Before.IsEmpty);
        Assert.Null(meeting.IdentityCheckedById);
        Refused("meeting.identity", () => meeting.Begin(assessment, Stranger, Now));
        meeting.Discard(assessment, Stranger);
    }

    [Fact]
    public void BreakOff_ByHolderOrSuccessor_NeedsAReasonAndEndsIt()
    {
        var assessment = In(AssessmentState.Assessing);
        var mine = Running(assessment, Observation);
        Refused("reason.missing", () => mine.BreakOff(assessment, [], [], "  ", Assessor, Now));
        Refused("rating.too-long", () => mine.BreakOff(assessment, [], [], new string('長', MeetingFields.TextLimit + 1), Assessor, Now));
        mine.BreakOff(assessment, [], [], "停電", Assessor, Now.AddMinutes(5));
        Assert.Equal((MeetingState.BrokenOff, "停電", Now.AddMinutes(5)), (mine.State, mine.EndReason, mine.EndedAt));
        Refused("meeting.move", () => mine.BreakOff(assessment, [], [], "停電", Assessor, Now));
        Refused("meeting.not-running", () => mine.Change(assessment, mine.Fields, Assessor));

        var left = Running(assessment, Observation);
        var holder = left.AssignmentId;
        assessment.ReplaceAssessor(Stranger, "調職", Keys, Now);
        left.BreakOff(assessment, [], [], "評量人員調職", Stranger, Now);
        Assert.Equal((MeetingState.BrokenOff, holder), (left.State, left.AssignmentId));
        Refused("meeting.move", () => left.TakeOver(Guid.NewGuid(), assessment, [], [], Stranger, Now));
    }

    [Fact]
    public void TakeOver_OfTheOtherAssessors_IsRefused()
    {
        var assessment = In(AssessmentState.Assessing);
        var second = assessment.Assign(AssessmentPart.SecondAssessor, Stranger, Keys, Now).PersonId;
        var meeting = Running(assessment, Observation, second);
        Refused("meeting.not-left", () => meeting.TakeOver(Guid.NewGuid(), assessment, [], [], Assessor, Now));
        assessment.ReplaceAssessor(Guid.NewGuid(), "調職", Keys, Now, AssessmentPart.SecondAssessor);
        Refused("meeting.not-left", () => meeting.TakeOver(Guid.NewGuid(), assessment, [], [], Assessor, Now));
        Refused("meeting.not-left", () => meeting.BreakOff(assessment, [], [], "調職", Assessor, Now));
    }

    private static Meeting Make(Assessment assessment, MeetingTerms terms, Guid? by = null) => new(Guid.NewGuid(), assessment, terms, by ?? Assessor, Now);

    private static Meeting Running(Assessment assessment, MeetingTerms terms, Guid? by = null)
    {
        var meeting = Make(assessment, terms, by);
        meeting.CheckIdentity(assessment, IdentityDocument.NationalIdentityCard, IdentityPlace.OnSite, by ?? Assessor, Now);
        meeting.Begin(assessment, by ?? Assessor, Now);
        return meeting;
    }
}
