using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class ReturnReplyTests
{
    [Fact]
    public void Submit_WithAPointUnanswered_Throws()
    {
        var assessment = In(AssessmentState.Returned);
        var point = assessment.CurrentRound!.ReturnItems[0].Id;
        var blank = Reply(assessment, point, "  ");
        foreach (var reply in new[] { null, blank })
        {
            var submission = new Submission([Piece()], [new Submission.Point(point, reply)]);
            Assert.Equal([new Submission.Lack("reply", null, point)], submission.Missing());
            Refused("submission.incomplete", () => assessment.Submit(Candidate, submission, true, Keys, Now));
        }

        Assert.Null(blank.RoundId);
    }

    [Fact]
    public void Submit_FixesTheAnswerWithTheVersionsHandedIn()
    {
        var assessment = In(AssessmentState.Returned);
        var point = assessment.CurrentRound!.ReturnItems[0].Id;
        var (piece, gone) = (Piece(), Guid.NewGuid());
        var reply = Reply(assessment, point, "已更正", gone, piece.ItemId);
        reply.TakeFacts();

        var round = assessment.Submit(Candidate, new Submission([piece], [new Submission.Point(point, reply)]), true, Keys, Now.AddDays(1));

        Assert.Equal(round.Id, reply.RoundId);
        var evidence = Assert.Single(reply.Evidence);
        Assert.Equal((piece.ItemId, piece.CurrentVersionId), (evidence.EvidenceItemId, evidence.EvidenceVersionId));
        var fact = Assert.Single(reply.TakeFacts());
        Assert.Equal(("reply.handed-in", round.Id.ToString()), (fact.Action, fact.Data["round"]));
        Refused("reply.handed-in", () => reply.Write(new ReplyFields("改寫", []), Now.AddDays(2)));
        Assert.Equal("已更正", reply.Text);
    }

    [Fact]
    public void TakeBack_MakesTheAnswerADraftAgain()
    {
        var assessment = In(AssessmentState.Returned);
        var point = assessment.CurrentRound!.ReturnItems[0].Id;
        var piece = Piece();
        var reply = Reply(assessment, point, "已更正", piece.ItemId);
        assessment.Submit(Candidate, new Submission([piece], [new Submission.Point(point, reply)]), true, Keys, Now.AddDays(1));
        reply.TakeFacts();

        assessment.TakeBack(Candidate, Now.AddDays(1), [reply]);

        Assert.Null(reply.RoundId);
        Assert.Null(Assert.Single(reply.Evidence).EvidenceVersionId);
        Assert.Equal("reply.taken-back", Assert.Single(reply.TakeFacts()).Action);
        reply.Write(new ReplyFields("補充說明", [piece.ItemId]), Now.AddDays(2));
        Assert.Equal("補充說明", reply.Text);
    }

    [Fact]
    public void Write_TheSameAgainOrTooLong_ChangesNothing()
    {
        var reply = Reply(In(AssessmentState.Returned), Guid.NewGuid(), "已更正");
        var salt = reply.Salt;
        reply.Write(new ReplyFields("已更正", []), Now.AddDays(1));
        Refused("rating.too-long", () => reply.Write(new ReplyFields(new string('長', RatingFields.TextLimit + 1), []), Now));
        Assert.Equal(("已更正", Now, salt), (reply.Text, reply.WrittenAt, reply.Salt));
        Assert.Equal("reply.written", Assert.Single(reply.TakeFacts()).Action);
    }

    private static ReturnReply Reply(Assessment assessment, Guid point, string text, params Guid[] items)
    {
        var reply = new ReturnReply(Guid.NewGuid(), assessment.Id, point, Candidate);
        reply.Write(new ReplyFields(text, items), Now);
        return reply;
    }
}
