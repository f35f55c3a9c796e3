using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Tests.Competencies;

public sealed class SchemeDraftTests
{
    private static readonly Guid Editor = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    [Fact]
    public void New_IsOpenWithWhatItBeganFrom()
    {
        var scheme = Scheme();
        var draft = Draft(scheme);

        Assert.True(draft.IsOpen);
        Assert.Equal((scheme.UnitVersionId, scheme.Id, "{}", Editor, Sample.Now), (draft.UnitVersionId, draft.BasedOnId, draft.Content, draft.ChangedBy, draft.ChangedAt));
        var fact = Assert.Single(draft.TakeFacts());
        Assert.Equal(("scheme.draft-made", draft.CentreId, scheme.Code), (fact.Action, fact.Stream, fact.Data["code"]));
    }

    [Fact]
    public void Change_TakesTheContentAndTellsWhichPart()
    {
        var draft = Draft(Scheme());
        draft.TakeFacts();

        draft.Change("criteria/P1.1", """{"x":1}""", Other, Sample.Now.AddMinutes(5));

        Assert.Equal(("""{"x":1}""", Other, Sample.Now.AddMinutes(5)), (draft.Content, draft.ChangedBy, draft.ChangedAt));
        var fact = Assert.Single(draft.TakeFacts());
        Assert.Equal(("scheme.draft-changed", "criteria/P1.1"), (fact.Action, fact.Data["part"]));
        Assert.DoesNotContain("x", fact.Data["sha256"], StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_EndsItAsAVersion()
    {
        var draft = Draft(Scheme());
        draft.TakeFacts();
        var version = Guid.NewGuid();

        draft.Publish(version, 2, [1, 2], Other, Sample.Now);

        Assert.False(draft.IsOpen);
        Assert.Equal(version, draft.PublishedAsId);
        var fact = Assert.Single(draft.TakeFacts());
        Assert.Equal(("scheme.published", version, "2", "0102"), (fact.Action, fact.Subject, fact.Data["version"], fact.Data["sha256"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Verbs_AfterItsEnd_Throw(bool published)
    {
        var draft = Draft(Scheme());
        if (published)
        {
            draft.Publish(Guid.NewGuid(), 2, [], Editor, Sample.Now);
        }
        else
        {
            draft.Discard(Editor, Sample.Now);
        }

        draft.TakeFacts();
        foreach (var verb in new Action[] { () => draft.Change("rules", "{}", Editor, Sample.Now), () => draft.Publish(Guid.NewGuid(), 3, [], Editor, Sample.Now), () => draft.Discard(Editor, Sample.Now) })
        {
            Assert.Equal("draft.closed", Assert.Throws<DomainException>(verb).Code);
        }

        Assert.Empty(draft.TakeFacts());
    }

    private static AssessmentScheme Scheme() => new(Guid.NewGuid(), Sample.Unit.VersionId, Sample.Scheme, "{}", [], Sample.Now);

    private static SchemeDraft Draft(AssessmentScheme scheme) => new(Guid.NewGuid(), Guid.NewGuid(), scheme, scheme.Code, "{}", Editor, Sample.Now);
}
