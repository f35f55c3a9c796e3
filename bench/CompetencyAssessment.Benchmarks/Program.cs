using System.Diagnostics;
using System.Globalization;
using CompetencyAssessment.Benchmarks;
using CompetencyAssessment.Web.Features.Search;

// dotnet run -c Release --project bench/CompetencyAssessment.Benchmarks [-- CANDIDATES]
// Fills two databases, one with a hundred times the candidates of the other, and compares how long the same searches take.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-TW");
var candidates = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var few = await MeasureAsync(candidates);
var many = await MeasureAsync(100 * candidates);
Console.WriteLine();
Console.WriteLine($"{"seen by",-14} {"searched for",-16} {"hits",6} {"hits×100",9} {"ms",8} {"ms×100",8} {"ratio",7}");
foreach (var ((who, typed), one) in few)
{
    var hundred = many[(who, typed)];
    Console.WriteLine($"{who,-14} {typed,-16} {one.Hits,6} {hundred.Hits,9} {one.Milliseconds,8:F2} {hundred.Milliseconds,8:F2} {hundred.Milliseconds / one.Milliseconds,7:F2}");
}

static async Task<Dictionary<(string Who, string Typed), (int Hits, double Milliseconds)>> MeasureAsync(int candidates)
{
    using var world = await World.MakeAsync(candidates);
    var times = new Dictionary<(string, string), (int, double)>();
    foreach (var (who, viewer) in world.Viewers)
    {
        foreach (var typed in world.Queries)
        {
            var taken = new List<double>();
            var hits = 0;
            for (var i = 0; i < 25; i++)
            {
                await using var db = world.Open();
                var watch = Stopwatch.StartNew();
                var page = await new SearchQueries(db).FindAsync(new SearchInput { Q = typed }, viewer, people: viewer.SeesAll, CancellationToken.None);
                taken.Add(watch.Elapsed.TotalMilliseconds);
                hits = page.Groups.Sum(g => g.Count);
            }

            // The median of warm runs.
            times[(who, typed)] = (hits, taken.Skip(5).Order().ElementAt(10));
        }
    }

    return times;
}
