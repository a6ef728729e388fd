using System.Globalization;
using System.Text;

namespace Yagura.Intake.Listeners;

/// <summary>What an open offers: lines <c>name=value</c>. Needed: <c>relp_version</c> 0 or 1, and <c>syslog</c> among <c>commands</c>.</summary>
internal static class RelpOffers
{
    /// <summary>What this server offers in return.</summary>
    internal const string Accepted = "200 OK\nrelp_version=0\nrelp_software=yagura\ncommands=syslog";

    /// <summary>Null when acceptable, else the answer that says what is missing.</summary>
    internal static string? Refusal(ReadOnlySpan<byte> offers)
    {
        string? version = null;
        var syslog = false;
        foreach (var line in Encoding.Latin1.GetString(offers).Split('\n'))
        {
            var (name, value) = line.IndexOf('=') is > 0 and var at ? (line[..at], line[(at + 1)..].Trim()) : (line, "");
            if (name == "relp_version") version = value;
            if (name == "commands") syslog = value.Split(',').Contains("syslog");
        }
        if (version is null) return "500 required offer relp_version is missing";
        var known = int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is 0 or 1;
        if (!known) return "500 relp_version must be 0 or 1";
        return syslog ? null : "500 command syslog is not offered";
    }
}
