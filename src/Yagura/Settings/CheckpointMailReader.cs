using System.Globalization;
using System.Net;
using System.Net.Mail;

namespace Yagura.Settings;

/// <summary>Reads the section <c>checkpoint-mail</c>.</summary>
internal static class CheckpointMailReader
{
    private const string AddressForm = "a mail address, for example soc@example.jp";

    public static CheckpointMailSettings? Read(YamlSection section)
    {
        var relay = section.Value("relay", Relay, "host:port, for example mail.example.jp:25");
        var from = section.Value("from", Address, AddressForm);
        var to = section.Texts("to");
        foreach (var wrong in to.Where(text => Address(text) is null))
            section.FaultAt("to", $"to: \"{wrong}\" is not allowed; allowed: {AddressForm}");
        foreach (var missing in new[] { "relay", "from", "to" }.Where(key => !section.Has(key)))
            section.Fault($"checkpoint-mail needs {missing}");
        var tls = section.Flag("tls");
        section.RefuseOthers();
        return relay is not null && from is not null ? new CheckpointMailSettings(relay, tls, from, to) : null;
    }

    private static string? Address(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text ? text : null;

    private static DnsEndPoint? Relay(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? new DnsEndPoint(text[..colon].Trim('[', ']'), port)
            : null;
    }
}
