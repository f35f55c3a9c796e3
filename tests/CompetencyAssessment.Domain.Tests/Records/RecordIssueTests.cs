using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Domain.Records;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Records;

public sealed class RecordIssueTests
{
    [Fact]
    public void Issue_OfCompetent_IsValidUnderItsNumber()
    {
        var assessment = Guid.NewGuid();
        var issue = new RecordIssue(Guid.NewGuid(), assessment, Guid.NewGuid(), ("CR-2026-000001", "ABCD-EFGH"), Keys, Now);
        Assert.Equal(("CR-2026-000001", "ABCD-EFGH", Now), (issue.Number, issue.CheckCode, issue.IssuedAt));
        var status = Assert.Single(issue.Events);
        Assert.Equal((RecordStatus.Valid, Now), (status.Status, status.At));
        issue.Add(Guid.NewGuid(), DocumentKind.Statement, "zh-TW", [7], "1", Guid.NewGuid());
        issue.Add(Guid.NewGuid(), DocumentKind.Record, "en", [8], "1", Guid.NewGuid());
        Assert.Equal([DocumentKind.Statement, DocumentKind.Record], issue.Documents.Select(d => d.Kind));
        var facts = issue.TakeFacts();
        Assert.Equal(["record.issued", "document.drawn", "document.drawn"], facts.Select(f => f.Action));
        Assert.All(facts, f => Assert.Equal(assessment, f.Stream));
        Assert.Equal("08", facts[2].Data["sha256"]);
        Assert.DoesNotContain("ABCD-EFGH", facts.SelectMany(f => f.Data.Values));
    }

    [Fact]
    public void Issue_OfNotYetCompetent_HasNeitherNumberNorCode()
    {
        var issue = new RecordIssue(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), null, Keys, Now);
        Assert.Null(issue.Number);
        Assert.Null(issue.CheckCode);
    }

    [Fact]
    public void PublicId_TellsNothingOfTheKey()
    {
        var id = Guid.NewGuid();
        Assert.NotEqual(
            new RecordIssue(id, id, id, null, Keys, Now).PublicId,
            new RecordIssue(id, id, id, null, Keys, Now).PublicId);
    }

    [Fact]
    public void ChangeRoles_OfOneself_OnlyAway()
    {
        var person = new Person(Guid.NewGuid(), Guid.NewGuid(), "林雅筑", "Lin Ya-chu", null, Now);
        Refused("role.own", () => person.ChangeRoles(person.Id, ["Administrator"], []));
        person.ChangeRoles(person.Id, [], ["Administrator"]);
        person.ChangeRoles(Guid.NewGuid(), ["Assessor"], []);
        Assert.Equal(["person.created", "role.taken", "role.given"], person.TakeFacts().Select(f => f.Action));
        Assert.Equal(("林雅筑", "Lin Ya-chu"), (person.NameIn("zh-TW"), person.NameIn("en-GB")));
    }
}
