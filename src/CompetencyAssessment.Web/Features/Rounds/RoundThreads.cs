using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>One turn of the thread about a criterion: what was missing, and what was answered.</summary>
/// <param name="Round">Number of the round that was sent back.</param>
/// <param name="ReturnedAt">UTC.</param>
/// <param name="ResubmitBy">End of the last day to answer, UTC.</param>
/// <param name="Missing">As it was sent back.</param>
/// <param name="Answer">As it was handed in; null before that.</param>
internal sealed record ThreadTurn(int Round, DateTime ReturnedAt, DateTime? ResubmitBy, string Missing, ThreadAnswer? Answer);

/// <param name="Round">Number of the round that it was handed in with.</param>
/// <param name="Text">The candidate's words.</param>
/// <param name="WrittenAt">UTC.</param>
/// <param name="Evidence">The versions that it points to.</param>
internal sealed record ThreadAnswer(int Round, string Text, DateTime WrittenAt, IReadOnlyList<AnswerEvidence> Evidence);

internal sealed record AnswerEvidence(Guid VersionId, string Label, int VersionNo, string Title);

/// <summary>What was sent back and what was answered, as candidate and assessor both see it: nothing of a draft.</summary>
internal static class RoundThreads
{
    /// <summary>Rounds with what was sent back and the answers; drafts among them are for the candidate's own page alone.</summary>
    public static IQueryable<Round> WithThreads(this IQueryable<Round> rounds) =>
        rounds.AsSingleQuery().Include(r => r.ReturnItems).ThenInclude(i => i.Reply!).ThenInclude(r => r.Evidence);

    /// <summary>The turns of each criterion, the earliest first.</summary>
    /// <param name="rounds">As <see cref="WithThreads"/> reads them.</param>
    /// <param name="version">What is known of a version that was handed in.</param>
    public static ILookup<Guid, ThreadTurn> Of(IReadOnlyCollection<Round> rounds, Func<Guid, AnswerEvidence?> version) =>
        (from round in rounds
         where round.ReturnedAt is not null
         orderby round.Number
         from item in round.ReturnItems
         select (item.CriterionId, Turn: new ThreadTurn(round.Number, round.ReturnedAt!.Value, round.ResubmitBy, item.Missing, AnswerTo(item, rounds, version))))
        .ToLookup(t => t.CriterionId, t => t.Turn);

    public static ThreadAnswer? AnswerTo(ReturnItem item, IReadOnlyCollection<Round> rounds, Func<Guid, AnswerEvidence?> version) =>
        item.Answer is { } answer && rounds.FirstOrDefault(r => r.Id == answer.RoundId) is { } with
            ? new ThreadAnswer(with.Number, answer.Text, answer.WrittenAt, [.. answer.Evidence.OrderBy(e => e.Position).Select(e => e.EvidenceVersionId is { } id ? version(id) : null).OfType<AnswerEvidence>()])
            : null;
}
