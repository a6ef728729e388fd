using System.CommandLine;
using System.Net;
using Yagura.Demo;

namespace Yagura.Verbs;

/// <summary><c>yagura simulate</c>: the demo's institution, a process of its own that only opens sockets.</summary>
internal static class SimulateVerb
{
    public static Command Create()
    {
        var syslog = new Option<int>("--syslog") { Description = "Port of syslog over UDP and TCP on this machine.", Required = true };
        var relp = new Option<int>("--relp") { Description = "Port of RELP on this machine.", Required = true };
        var quiet = new Option<bool>("--no-attack") { Description = "Ordinary traffic only: no incident should open." };
        var after = new Option<int>("--attack-after") { Description = "Seconds until the attack begins.", DefaultValueFactory = _ => 5 };
        var silent = new Option<int>("--silent-after") { Description = "Seconds until one device falls silent.", DefaultValueFactory = _ => 20 };
        var length = new Option<int?>("--for") { Description = "Seconds to run; until stopped without it." };
        var parent = new Option<int?>("--parent") { Description = "Ends when the process of this id has ended." };
        var verb = new Command("simulate", "Sends the demo's traffic to a running server on this machine.") { syslog, relp, quiet, after, silent, length, parent };
        verb.Hidden = true;
        verb.SetAction(async (parsed, cancel) =>
        {
            var orders = new SimulatorOrders(
                new IPEndPoint(IPAddress.Loopback, parsed.GetValue(syslog)),
                new IPEndPoint(IPAddress.Loopback, parsed.GetValue(relp)),
                Attack: !parsed.GetValue(quiet),
                AttackAfter: TimeSpan.FromSeconds(parsed.GetValue(after)),
                SilentAfter: TimeSpan.FromSeconds(parsed.GetValue(silent)),
                Length: parsed.GetValue(length) is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
            using var alone = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            if (parsed.GetValue(parent) is { } id)
                _ = EndWithAsync(id, alone);
            await new Simulator(orders, TimeProvider.System).RunAsync(alone.Token);
            return Exit.Right;
        });
        return verb;
    }

    /// <summary>A demo that was killed leaves no sender behind.</summary>
    private static async Task EndWithAsync(int parent, CancellationTokenSource alone)
    {
        while (Directory.Exists($"/proc/{parent}"))
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        await alone.CancelAsync();
    }
}
