namespace CompetencyAssessment.Web.Tests.Infrastructure;

internal static class Faults
{
    /// <summary>Fails with every fault on a line of its own.</summary>
    public static void None(IEnumerable<string> faults)
    {
        var all = faults.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} faults:\n{string.Join('\n', all)}");
    }
}
