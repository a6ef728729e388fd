using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Demo;

/// <summary>A running <c>yagura demo</c>.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private const int OutputLinesMax = 2000;

    private readonly string folder;
    private readonly Process process;

    // Bounded by OutputLinesMax.
    private readonly ConcurrentQueue<string> output = new();

    private DemoProcess(string folder, string[] options)
    {
        this.folder = folder;
        process = Process.Start(new ProcessStartInfo(Server.Executable, ["demo", "--data", folder, .. options]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', output);

    /// <summary>When the recorded days ended and the live part began.</summary>
    public DateTimeOffset LiveFrom { get; private set; }

    /// <summary>Starts the demo and waits until its pages are up.</summary>
    public static async Task<DemoProcess> StartAsync(string folder, TimeSpan patience, params string[] options)
    {
        var demo = new DemoProcess(folder, options);
        await demo.UntilAsync(() => Task.FromResult(demo.Output.Contains("pages at", StringComparison.Ordinal)), patience);
        demo.LiveFrom = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(10);
        return demo;
    }

    public async Task UntilAsync(Func<Task<bool>> holds, TimeSpan patience)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(begin) > patience)
                throw new TimeoutException($"the demo {(process.HasExited ? $"ended with {process.ExitCode}" : $"did not get there in {patience}")}:\n{Output}");
            await Task.Delay(500);
        }
    }

    public async Task<IReadOnlyList<JsonElement>> JournalAsync()
    {
        var exported = await Verb.RunAsync("journal", "export", "--data", folder);
        return [.. exported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    public async Task<int> StopAsync()
    {
        using (Process.Start("kill", ["-TERM", process.Id.ToString()]))
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        output.Enqueue(line.Data);
        while (output.Count > OutputLinesMax)
            output.TryDequeue(out _);
    }
}
