using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.EndToEnd.Tests.Infrastructure;

/// <summary>The application as <c>dotnet publish</c> leaves it, made once a run.</summary>
internal static class Published
{
    private static readonly Lazy<Task<string>> Folder = new(PublishAsync);

    public static Task<string> FolderAsync() => Folder.Value;

    public static string Root { get; } = FindRoot();

    /// <summary>A folder for this run; what is still there at its end goes with it.</summary>
    public static string TemporaryFolder()
    {
        var folder = Directory.CreateTempSubdirectory("competency-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        };
        return folder;
    }

    private static async Task<string> PublishAsync()
    {
        // Among the build's own output, so that a run that is broken off leaves nothing elsewhere.
        var folder = Path.Combine(Root, "artifacts", "published");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        // What the build of these tests has compiled already; publishing adds the layout.
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var output = new StringBuilder();
        using var process = Start(output, Root, "publish", Path.Combine("src", "CompetencyAssessment.Web"), "--no-build", "-c", configuration, "-o", folder, "-v", "quiet", "--nologo");
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? folder : throw new InvalidOperationException($"dotnet publish failed:\n{output}");
    }

    /// <summary>Starts <c>dotnet</c> with both streams read into one text.</summary>
    public static Process Start(StringBuilder output, string workingDirectory, params string[] args) => Start(output, workingDirectory, new Dictionary<string, string>(StringComparer.Ordinal), args);

    public static Process Start(StringBuilder output, string workingDirectory, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", args)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        void Keep(string? line)
        {
            if (line is not null)
            {
                lock (output)
                {
                    output.AppendLine(line);
                }
            }
        }

        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.Start();

        // A run that is broken off leaves no server behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // Ended and disposed long ago.
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return process;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CompetencyAssessment.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests were not built inside the source tree.");
    }
}

/// <summary>
/// The published application as a process in Production, with the command line of the container image, on a free port and a temporary
/// data folder. It can be killed and started again.
/// </summary>
internal sealed class PublishedApp : IAsyncDisposable
{
    private readonly string _published;
    private readonly int _port;
    private readonly string _environment;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private PublishedApp(string published, string data, int port, string environment)
    {
        _published = published;
        _environment = environment;
        Data = data;
        _port = port;
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    public string Data { get; }

    public Uri Address { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>A new installation: migrated, not yet started.</summary>
    public static async Task<PublishedApp> InstallAsync() => await CopyAsync(await Installed.Value, "Production");

    /// <summary>The demonstration centre of Development, started.</summary>
    public static async Task<PublishedApp> DemonstrateAsync()
    {
        var app = await CopyAsync(await Demonstrated.Value, "Development");
        await app.StartAsync();
        return app;
    }

    // Each is made once; the tests work on copies.
    private static readonly Lazy<Task<string>> Installed = new(async () =>
    {
        var app = await CopyAsync(null, "Production");
        await app.RunAsync("migrate");
        return app.Data;
    });

    private static readonly Lazy<Task<string>> Demonstrated = new(async () =>
    {
        var app = await CopyAsync(await Installed.Value, "Development");
        await app.StartAsync();
        await FinishAsync(app.Data);
        await app.KillAsync();
        return app.Data;
    });

    /// <summary>Waits until the texts of the demonstration's files are read, compared and indexed, so that no copy does that again.</summary>
    private static async Task FinishAsync(string data)
    {
        await using var seed = new Seed(data);
        var watch = Stopwatch.StartNew();
        while (await seed.QueryAsync(db => db.EvidenceVersions.AnyAsync(v =>
            !db.EvidenceTexts.Any(t => t.FileId == v.FileId && t.Status != TextStatus.Waiting)
            || (db.EvidenceTexts.Any(t => t.FileId == v.FileId && t.Status == TextStatus.Ready)
                && !db.TextPrints.Any(p => p.FileId == v.FileId) && !db.Incidents.Any(i => i.EvidenceVersionId == v.Id))
            || db.SearchChanges.Any())))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "The demonstration's files are not read after two minutes.");
            await Task.Delay(500);
        }
    }

    /// <summary>An application on a folder of its own.</summary>
    /// <param name="data">The folder that it begins with, if any.</param>
    private static async Task<PublishedApp> CopyAsync(string? data, string environment)
    {
        var folder = Published.TemporaryFolder();
        foreach (var file in data is null ? [] : Directory.GetFiles(data, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(data!, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new PublishedApp(await Published.FolderAsync(), folder, FreePort(), environment);
    }

    /// <summary>Runs an operator's command to its end.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> RunAsync(params string[] command)
    {
        var output = new StringBuilder();
        using var process = Launch(output, command);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command[0]} ended with {process.ExitCode}:\n{output}");
        return output.ToString();
    }

    /// <summary>Starts it, and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        _process = Launch(_output, "--urls", Address.ToString());
        using var http = new HttpClient { BaseAddress = Address };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(180))
        {
            Assert.False(_process.HasExited, $"The application ended:\n{Output}");
            try
            {
                if ((await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        Assert.Fail($"The application is not ready after three minutes:\n{Output}");
    }

    /// <summary>SIGKILL: no warning, no tidying up.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Data, recursive: true);
    }

    private Process Launch(StringBuilder output, params string[] args) => Published.Start(
        output,
        _published,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = _environment,
            ["ASPNETCORE_HTTP_PORTS"] = _port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Data__Folder"] = Data,
            ["DOTNET_TieredPGO"] = "0",
            ["RateLimits__SignIn__Permits"] = "1000",
            ["RateLimits__Upload__Permits"] = "100000",
            ["RateLimits__Verify__Permits"] = "1000",
        },
        ["CompetencyAssessment.Web.dll", .. args]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
