namespace CompetencyAssessment.Web.Demo;

/// <summary>The system's clock, which the demonstration sets back for what it does in the past. Development only.</summary>
internal sealed class DemoClock : TimeProvider
{
    private readonly AsyncLocal<DateTimeOffset?> _set = new();

    public override DateTimeOffset GetUtcNow() => _set.Value ?? base.GetUtcNow();

    /// <summary>Sets the time for the flow of this call and what it awaits; null goes back to the system's.</summary>
    public void Set(DateTimeOffset? time) => _set.Value = time;
}
