using System.Diagnostics;
using System.Globalization;

namespace CompetencyAssessment.Web.Reading;

/// <summary>
/// The process that reads one uploaded file: content on standard input, JSON on standard output. A file that is made to exhaust memory, time
/// or the stack ends this process and no other.
/// </summary>
internal static class ReadTextCommand
{
    public const string Name = "read-text";

    /// <summary>Exit code for a file that cannot be read, now or later.</summary>
    public const int Unreadable = 3;

    /// <param name="args">The command's name and the media type.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or NotSupportedException or InvalidOperationException)
        {
            // Then it shares the processor as an equal.
        }

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            // Archives and PDF are read from their end.
            using var content = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
            using (var input = Console.OpenStandardInput())
            {
                input.CopyTo(content);
            }

            content.Position = 0;
            var text = TextReading.Read(content, args[1], new TextLimits(), CancellationToken.None);
            using var output = Console.OpenStandardOutput();
            output.Write(text.ToJson());
            return 0;
        }
        catch (UnreadableException e)
        {
            // Never the message of a library, which may quote the file.
            Console.Error.WriteLine(e.InnerException?.GetType().Name ?? e.Message);
            return Unreadable;
        }
    }
}

/// <summary>How the reading of a file ended.</summary>
/// <param name="Json">The text; null where it failed.</param>
/// <param name="ForGood">It would fail again.</param>
/// <param name="Fault">What the log may say of it.</param>
internal sealed record ReadingResult(byte[]? Json, bool ForGood, string? Fault);

/// <summary>Starts a <see cref="ReadTextCommand"/> for each file, and ends it when it takes too long or says too much.</summary>
internal sealed class OutsideReader
{
    /// <summary>Bytes of managed memory that the process gets, in hexadecimal as the runtime takes it.</summary>
    private const string MemoryLimit = "0x30000000";

    private const int MaximumOutput = 64 * 1024 * 1024;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <exception cref="OperationCanceledException">The server stops.</exception>
    public async Task<ReadingResult> ReadAsync(Stream content, string mediaType, CancellationToken cancel)
    {
        using var process = Start(mediaType);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Timeout);
        try
        {
            var fault = process.StandardError.ReadToEndAsync(limit.Token);
            var output = CollectAsync(process.StandardOutput.BaseStream, limit.Token);
            await SendAsync(content, process, limit.Token);
            var json = await output;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode switch
            {
                0 when json is not null => new ReadingResult(json, false, null),
                0 => new ReadingResult(null, true, "too much text"),
                ReadTextCommand.Unreadable => new ReadingResult(null, true, (await fault).Trim()),
                var code => new ReadingResult(null, false, string.Create(CultureInfo.InvariantCulture, $"exit code {code}")),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ReadingResult(null, false, "timeout");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task SendAsync(Stream content, Process process, CancellationToken cancel)
    {
        try
        {
            await content.CopyToAsync(process.StandardInput.BaseStream, cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code says why.
        }
    }

    private static async Task<byte[]?> CollectAsync(Stream output, CancellationToken cancel)
    {
        var collected = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await output.ReadAsync(buffer, cancel)) > 0)
        {
            if (collected.Length + read > MaximumOutput)
            {
                return null;
            }

            collected.Write(buffer, 0, read);
        }

        return collected.ToArray();
    }

    private static Process Start(string mediaType)
    {
        var assembly = typeof(OutsideReader).Assembly.Location;
        var self = Environment.ProcessPath;
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        if (self is not null && Path.GetFileNameWithoutExtension(self).Equals(Path.GetFileNameWithoutExtension(assembly), StringComparison.OrdinalIgnoreCase))
        {
            start.FileName = self;
        }
        else
        {
            // Started as "dotnet …dll", or by a test runner.
            start.FileName = Path.GetFileNameWithoutExtension(self) == "dotnet" ? self! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
            start.ArgumentList.Add(assembly);
        }

        start.ArgumentList.Add(ReadTextCommand.Name);
        start.ArgumentList.Add(mediaType);
        start.Environment["DOTNET_GCHeapHardLimit"] = MemoryLimit;
        start.Environment["DOTNET_gcServer"] = "0";

        // Secrets in settings are not for a process that opens what strangers sent.
        foreach (var name in start.Environment.Keys.Where(n => n.Contains("__", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The reader did not start.");
    }
}
