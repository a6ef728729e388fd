using System.CommandLine;
using Yagura.Decoding;
using Yagura.Events;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura parse</c>: lines on standard input, what the decoders make of them on standard output.</summary>
internal static class ParseVerb
{
    public static Command Create()
    {
        var folders = new Option<string[]>("--decoders") { Description = "Folders of your own decoders, beside the shipped ones: a file replaces the shipped one of the same id." };
        var hint = new Option<string?>("--source-hint") { Description = "Decoder VENDOR/PRODUCT that the lines come from." };
        var zone = new Option<string>("--time-zone") { Description = "IANA zone of times that carry none.", DefaultValueFactory = _ => SourceContext.DefaultZone };
        var received = new Option<DateTimeOffset?>("--received") { Description = "Receive time of the lines; now without it. Dates without a year are resolved around it." };
        var verb = new Command("parse", "Decodes lines: {\"line\":n,\"status\":\"ok|partial|failed\",\"decoder\":…,\"fields\":{…}} a line of output.") { folders, hint, zone, received };
        verb.SetAction(parsed =>
        {
            var decoders = Load([YaguraSettings.Shipped("decoders"), .. parsed.GetValue(folders) ?? []]);
            if (parsed.GetValue(hint) is { } id && !decoders.Ids.Contains(new SourceContext(id, SourceContext.DefaultZone).Decoder))
                Console.Error.WriteLine($"--source-hint {id} is no decoder, so only its vendor is preferred; there are {string.Join(", ", decoders.Ids)}");
            var layout = EventLayout.Of(number: 1, decoders.FieldNames);
            using var input = Console.OpenStandardInput();
            using var output = Console.OpenStandardOutput();
            ParseLines.Run(decoders.Bind(layout), new SourceContext(parsed.GetValue(hint), Zone(parsed.GetValue(zone)!)), ReceiveTime.From(parsed.GetValue(received) ?? TimeProvider.System.GetUtcNow()), input, output);
            return Exit.Right;
        });
        return verb;
    }

    /// <summary>Loads decoders; a refused one ends the verb with its file, line and column.</summary>
    public static DecoderSet Load(string[] folders)
    {
        if (Array.Find(folders, folder => !Directory.Exists(folder)) is { } missing)
            throw new VerbException($"--decoders {missing} is no folder");
        try
        {
            return DecoderSet.Load(folders);
        }
        catch (Decoding.Definitions.DecoderLoadException refused)
        {
            throw new VerbException(refused.Message);
        }
    }

    public static string Zone(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : throw new VerbException($"--time-zone {zone} is unknown; allowed: an IANA zone, for example Asia/Tokyo");
}
