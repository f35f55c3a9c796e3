using System.Globalization;
using System.Net;
using System.Text;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Shared.Charts;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Charts show the same figures on every screen and in the record, and nobody sees levels before their time.</summary>
public sealed class ChartTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Figures_OfAResult_AreTheSameOnEveryScreenAndInTheRecord()
    {
        var assessment = await SignedAsync();
        var expected = (await site.Data.UnitAsync(assessment.Id)).Criteria
            .Select((c, i) => (Group: ResultFigures.CodeOf(c.Kind, c.Task), Level: LevelOf(i)))
            .GroupBy(c => c.Group, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Math.Round(g.Average(c => (decimal)c.Level), 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.True(expected.Values.Distinct(StringComparer.Ordinal).Count() > 2);

        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var assessor = await site.SignInAsync(assessment.Assessor);
        foreach (var page in new[]
        {
            await (await site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}"),
            await assessor.OpenAsync($"/scoring/{assessment.Id}/charts"),
            await office.OpenAsync($"/assessments/{assessment.Id}"),
        })
        {
            var shown = page.Document.QuerySelectorAll("[data-mean]").ToDictionary(e => e.GetAttribute("data-mean")!, e => e.TextContent, StringComparer.Ordinal);
            Assert.Equal(expected, shown);
            var picture = page.Document.QuerySelector(".chart-radar desc")!.TextContent;
            Assert.All(expected, e => Assert.Contains($"{e.Key} {e.Value}", picture, StringComparison.Ordinal));
        }

        var record = await site.QueryAsync(db => (from d in db.RecordDocuments join i in db.RecordIssues on d.IssueId equals i.Id where i.AssessmentId == assessment.Id && d.Kind == DocumentKind.Record && d.Culture == "zh-TW" select d.Id).SingleAsync());
        var pdf = (await office.GetAsync($"/documents/{record}")).Bytes;
        Assert.True(pdf.Length < 400_000, $"{pdf.Length} bytes");
        using var document = PdfDocument.Open(pdf);
        var text = string.Concat(string.Concat(document.GetPages().Select(p => p.Text)).Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)));
        Assert.All(expected, e => Assert.Contains(e.Key + e.Value, text, StringComparison.Ordinal));

        var cells = await office.OpenAsync("/assessments/cohort?state=Finalised");
        var row = cells.Document.QuerySelectorAll(".heat tbody tr").Single(r => r.QuerySelector($"a[href='/assessments/{assessment.Id}']") is not null);
        Assert.Equal(expected.Values, row.QuerySelectorAll(".heat-cell").Select(c => c.TextContent));
    }

    [Fact]
    public async Task Levels_BeforeTheResult_AreOnNoChartButTheAssessors()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.RateAllAsync(assessment, 3);
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var candidate = await (await site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}");
        var detail = await office.OpenAsync($"/assessments/{assessment.Id}");
        foreach (var page in new[] { candidate, detail })
        {
            Assert.Null(page.Document.QuerySelector(".chart-radar, .chart-bars, .cov-cited"));
            Assert.Equal(["1", "2", "3", "4"], page.Document.QuerySelectorAll(".time-mark text").Select(e => e.TextContent));
        }

        foreach (var by in new[] { "", "criteria" })
        {
            var row = (await office.OpenAsync($"/assessments/cohort?state=Assessing&by={by}")).Document.QuerySelectorAll(".heat tbody tr").Single(r => r.QuerySelector($"a[href='/assessments/{assessment.Id}']") is not null);
            Assert.NotEmpty(row.QuerySelectorAll(".heat-open"));
            Assert.Null(row.QuerySelector(".heat-pass, .heat-below"));
            Assert.DoesNotContain(row.QuerySelectorAll(".heat-cell"), c => c.TextContent.Trim().StartsWith("3.", StringComparison.Ordinal) || c.TextContent.Trim() == "3");
        }

        var own = await (await site.SignInAsync(assessment.Assessor)).OpenAsync($"/scoring/{assessment.Id}/charts");
        Assert.All(own.Document.QuerySelectorAll("[data-mean]"), e => Assert.Equal("3.00", e.TextContent));
        Assert.NotEmpty(own.Document.QuerySelectorAll(".cov-mapped.cov-cited"));

        var stranger = await site.SignInAsync(await site.Data.AssessorAsync());
        (await stranger.GetAsync($"/scoring/{assessment.Id}/charts")).Is(HttpStatusCode.NotFound);
        (await stranger.GetAsync("/assessments/cohort")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public void Timeline_OfALateReturn_MarksWhatWasLateAndWhatIs()
    {
        var start = TestSite.Start.UtcDateTime;
        var timeline = AssessmentTimeline.Of(new TimelineFacts
        {
            State = AssessmentState.Returned,
            CreatedAt = start,
            AcknowledgedAt = start.AddDays(1),
            SubmitBy = start.AddDays(10),
            DecideBy = start.AddDays(60),
            Rounds = [new TimelineRound(1, start.AddDays(12), start.AddDays(15), start.AddDays(20))],
            SignedAt = null,
            FinalisedAt = null,
            ChangedAt = start.AddDays(15),
        }, start.AddDays(21));
        Assert.Equal(
            [(TimelineKind.Planned, 0), (TimelineKind.Acknowledged, 0), (TimelineKind.Submitted, 2), (TimelineKind.Returned, 0), (TimelineKind.EvidenceDue, 1), (TimelineKind.DecisionDue, 0)],
            timeline.Steps.Select(s => (s.Kind, s.LateDays)));
        var places = new TimelineDrawing(timeline).Marks.Select(m => double.Parse(m.X, CultureInfo.InvariantCulture)).ToList();
        Assert.All(places, x => Assert.InRange(x, 0, TimelineDrawing.Width));
        Assert.All(places.Zip(places.Skip(1)), p => Assert.True(p.Second - p.First >= 21.9));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(11)]
    public void Radar_OfAnyNumberOfParts_StaysInItsPicture(int tasks)
    {
        var figures = ResultFigures.Of([0, 50, 100], 50, Enumerable.Range(1, tasks).Select(t => ($"P{t}.1", Domain.Competencies.CriterionKind.Performance, (string?)$"T{t}", t == 2 ? (int?)null : 100)));
        var radar = RadarDrawing.Of(figures);
        Assert.Equal(tasks < 3, radar is null);
        Assert.All(radar?.Axes ?? [], a =>
        {
            Assert.InRange(a.Label.Left, 10, RadarDrawing.Width - 10);
            Assert.InRange(a.Label.Top, 10, RadarDrawing.Height - 14);
        });
        Assert.All(radar?.Axes ?? [], a => Assert.Equal(a.Group.Code == "T2", a.Dot is null));
        Assert.Null(radar?.Area);
    }

    private static int LevelOf(int index) => index % 3 == 0 ? 3 : 2;

    private async Task<TestAssessment> SignedAsync()
    {
        var assessment = await site.Data.AssessingAsync();
        var codes = (await site.Data.UnitAsync(assessment.Id)).Criteria.Select(c => c.Code).ToList();
        for (var i = 0; i < codes.Count; i++)
        {
            await site.Data.RateAsync(assessment, codes[i], LevelOf(i));
        }

        await site.Data.JudgeAllAsync(assessment);
        var seen = await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.ContentVersion).SingleAsync());
        await site.UseAsync(s => s.GetRequiredService<SignDecision>().RunAsync(assessment.Id, assessment.Assessor.PersonId, new Signature
        {
            Outcome = Outcome.Competent,
            Strengths = "推估與現場數據一致。",
            NextSteps = "持續追蹤放棄率。",
            AuthenticationMethod = "password",
            AuthenticatedAt = site.Clock.GetUtcNow().UtcDateTime,
        }, seen, CancellationToken.None));
        return assessment;
    }
}
