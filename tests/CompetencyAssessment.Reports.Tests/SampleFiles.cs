using CompetencyAssessment.Reports.Records;

namespace CompetencyAssessment.Reports.Tests;

/// <summary>Writes the samples where REPORT_SAMPLES names a folder, to be looked at.</summary>
public sealed class SampleFiles
{
    [Fact]
    public void Samples_AreWritten_WhereAFolderIsNamed()
    {
        if (Environment.GetEnvironmentVariable("REPORT_SAMPLES") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        var renderer = Samples.Renderer.Value;
        Write("statement-zh", renderer.Render(Samples.Statement(), Samples.Chinese));
        Write("statement-en", renderer.Render(Samples.Statement() with { Head = Samples.EnglishHead() }, Samples.English));
        Write("statement-long", renderer.Render(Samples.LongStatement(), Samples.Chinese));
        Write("statement-rare", renderer.Render(Samples.Statement() with { Head = Samples.Head() with { Candidate = new PersonBlock("王堃㛢𠮷𡍼👩‍💼", "WANG, Kun") } }, Samples.Chinese));
        Write("notice-zh", renderer.Render(Samples.Notice(), Samples.Chinese));
        Write("notice-en", renderer.Render(Samples.Notice() with { Head = Samples.EnglishHead(ResultDecision.NotYetCompetent) }, Samples.English));
        Write("notice-many", renderer.Render(Samples.Notice(14), Samples.Chinese));
        Write("record-zh", renderer.Render(Samples.Record(), Samples.Chinese));
        Write("record-long", renderer.Render(Samples.Record(Samples.LongComment, evidence: 30), Samples.Chinese));
        Write("record-nyc", renderer.Render(Samples.Record(decision: ResultDecision.NotYetCompetent), Samples.Chinese));
        Write("record-en", renderer.Render(Samples.Record() with { Head = Samples.EnglishHead() }, Samples.English));

        void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name + ".pdf"), bytes);
    }
}
