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
        var after = new Option<int>("--attack-after") { Description = "Seconds until the attack begins.", DefaultValueFactory = _ => 12 };
        var silent = new Option<int>("--silent-after") { Description = "Seconds until one device falls silent.", DefaultValueFactory = _ => 20 };
        var length = new Option<int?>("--for") { Description = "Seconds to run; until stopped without it." };
        var verb = new Command("simulate", "Sends the demo's traffic to a running server on this machine.") { syslog, relp, quiet, after, silent, length };
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
            await new Simulator(orders, TimeProvider.System).RunAsync(cancel);
            return Exit.Right;
        });
        return verb;
    }
}
