using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Spectre.Console;
using Yagura.Demo;
using Yagura.Pipeline;
using Yagura.Serving;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura demo</c>: the whole product over a simulated institution, in a folder of its own, without any other service.</summary>
internal static class DemoVerb
{
    private const int WebPort = 8514;
    private const int SyslogPort = 5514;
    private const int RelpPort = 2514;

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The demo's folder; emptied at each start.", DefaultValueFactory = _ => "./demo-data" };
        var quiet = new Option<bool>("--no-attack") { Description = "Ordinary traffic only: no incident opens." };
        var verb = new Command("demo", "Shows the main job: a simulated institution is watched, attacked, and yesterday's report is ready.") { data, quiet };
        verb.SetAction((parsed, cancel) => RunAsync(Path.GetFullPath(parsed.GetValue(data)!), attack: !parsed.GetValue(quiet), cancel));
        return verb;
    }

    private static async Task<int> RunAsync(string folder, bool attack, CancellationToken cancel)
    {
        Empty(folder);
        var (web, syslog, relp) = (FreePort(WebPort), FreePort(SyslogPort), FreePort(RelpPort));
        var settings = await WriteSettingsAsync(folder, web, syslog, relp);
        var time = new DemoTime(TimeProvider.System, RecordedDays.BeginOf(TimeProvider.System.GetUtcNow()));
        Process? simulator = null;
        try
        {
            return await ServeHost.RunAsync(settings, new HostTerms(Demo: true, time, PrepareAsync), cancel);
        }
        finally
        {
            if (simulator is { HasExited: false })
                simulator.Kill();
            simulator?.Dispose();
        }

        // The simulator tries until the doors are open, as devices do when their server restarts.
        async Task PrepareAsync(Spine spine)
        {
            await RecordAsync(new RecordedDays(spine, time, attack), cancel);
            simulator = Simulate(syslog, relp, attack);
        }
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !DemoFolder.IsDemo(folder))
            throw new VerbException($"{folder} is not a demo's folder and is not empty; choose another one with --data");
        if (DemoFolder.IsDemo(folder))
            Directory.Delete(folder, recursive: true);
        DemoFolder.MarkAs(folder);
    }

    private static async Task<YaguraSettings> WriteSettingsAsync(string folder, int web, int syslog, int relp)
    {
        var contract = Path.Combine(folder, "contract.yaml");
        await File.WriteAllTextAsync(contract, DemoContract.Of(await File.ReadAllTextAsync(YaguraSettings.Shipped(Path.Combine("contracts", "jst-soc.yaml"))), TimeProvider.System.GetUtcNow()));
        var file = Path.Combine(folder, "yagura.yaml");
        await File.WriteAllTextAsync(file, Institution.Configuration(".", $"http://127.0.0.1:{web}", syslog, relp) + "contracts: [contract.yaml]\n");
        var (settings, faults) = SettingsReader.Read(file, await File.ReadAllTextAsync(file));
        return settings ?? throw new VerbException(string.Join('\n', faults));
    }

    /// <summary>Yesterday and today so far, through the real pipeline under the demo's clock.</summary>
    private static async Task RecordAsync(RecordedDays days, CancellationToken cancel)
    {
        if (Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync("yagura: recording yesterday …");
            await days.RunAsync(_ => { }, cancel);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().AutoClear(enabled: true).StartAsync(async bars =>
        {
            var bar = bars.AddTask("recording yesterday", maxValue: 1);
            await days.RunAsync(share => bar.Value = share, cancel);
        });
    }

    private static Process Simulate(int syslog, int relp, bool attack)
    {
        string[] orders = ["simulate", "--syslog", syslog.ToString(CultureInfo.InvariantCulture), "--relp", relp.ToString(CultureInfo.InvariantCulture), "--parent", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)];
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, attack ? orders : [.. orders, "--no-attack"]) { UseShellExecute = false })!;
    }

    /// <summary>The usual port, or a free one where another program has it.</summary>
    private static int FreePort(int usual)
    {
        foreach (var port in (int[])[usual, 0])
        {
            try
            {
                using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                var found = ((IPEndPoint)tcp.LocalEndPoint!).Port;
                using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                udp.Bind(new IPEndPoint(IPAddress.Loopback, found));
                return found;
            }
            catch (SocketException)
            {
                // Taken: the next choice.
            }
        }

        throw new VerbException("no free port was found on 127.0.0.1");
    }
}
