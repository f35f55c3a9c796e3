using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>What there is to do before submission, in the order of the page.</summary>
internal static class Checklist
{
    private const string Mapping = "criteria";

    public static IReadOnlyList<CheckLine> Of(MyAssessmentPage page, IStringLocalizer<SharedResource> t)
    {
        var lines = new List<CheckLine>();
        void Line(string text, IReadOnlyList<CheckPlace> places, bool isAdvice = false) => lines.Add(new CheckLine(text, places.Count == 0, isAdvice, places));

        var uncovered = page.Groups.SelectMany(g => g.Criteria).Where(c => c.Evidence.Count == 0).ToList();
        if (page.PendingPlan is not null)
        {
            Line(t["The changed plan is acknowledged"], [new CheckPlace(t["Read what changes"], "#changed-plan")]);
        }

        Line(t["A file is uploaded"], page.Evidence.Count > 0 ? [] : [new CheckPlace(t["Upload a file first."], "#upload-files")]);
        if (page.Evidence.Count > 0)
        {
            Line(t["Every piece of evidence is described"], [.. page.Evidence.SelectMany(e => e.Lacks.Where(l => l != Mapping).Select(l => Place(e, l)))]);
            Line(t["Every piece of evidence is mapped to the criteria it supports"], [.. page.Evidence.Where(e => e.Lacks.Contains(Mapping)).Select(e => Place(e, Mapping) with { Piece = e.ItemId })]);
        }

        if (page.State == AssessmentState.Returned && page.Rounds is [{ ReturnedAt: { } returnedAt } round, ..])
        {
            var open = page.Missing.Select(m => m.ReturnItemId).OfType<Guid>().ToHashSet();
            Line(t["Every point that was sent back has your answer"], [.. round.Items.Where(i => open.Contains(i.Id)).Select(i => new CheckPlace(i.Code, $"#reply-{i.Code}"))]);
            var answered = page.Groups.SelectMany(g => g.Criteria).Where(c => c.Evidence.Any(e => e.Versions.Any(v => v.UploadedAt > returnedAt))).Select(c => c.Code).ToHashSet();
            Line(t["What was sent back has a new file"], [.. round.Items.Where(i => !answered.Contains(i.Code)).Select(i => Row(i.Code))], isAdvice: true);
        }

        if (page.Evidence.Count > 0)
        {
            Line(t["Every criterion has evidence"], uncovered.Count == 0 ? [] : [new CheckPlace(t["{0} criteria without, see which", uncovered.Count], "#coverage")], isAdvice: true);
            Line(t["Every evidence requirement has evidence"], [.. page.Requirements.Where(r => r.Evidence.Count == 0).Select(r => Row(r.Code))], isAdvice: true);
            var self = page.SelfAssessment;
            Line(t["You have assessed yourself, if you like"], self.Rated == self.Total ? [] : [new CheckPlace(t["{0} criteria open", self.Total - self.Rated], $"/my/{page.Id}/self-assessment")], isAdvice: true);
        }

        return lines;

        CheckPlace Place(EvidenceRow piece, string lack) =>
            new(t[CandidateTexts.Lack(lack)], $"/my/{page.Id}/evidence/{piece.ItemId}#{CandidateTexts.Place(lack)}", piece.Label);

        static CheckPlace Row(string code) => new(code, $"#map-{code}");
    }
}
