using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>Parts that every decoder has: what the envelope says. Their names begin with @.</summary>
internal static class EnvelopeParts
{
    public const int Message = 0;

    /// <summary>The names, by part.</summary>
    public static readonly string[] Names =
        ["@message", "@program", "@pid", "@message-id", "@host", "@facility", "@level", "@mnemonic", "@structured-data", "@counter", "@around"];

    public static void Set(Parts parts, Line line)
    {
        var envelope = line.Envelope;
        Put(line, parts, Message, line.Message);
        Put(line, parts, 1, envelope.Program);
        Put(line, parts, 2, envelope.Pid);
        Put(line, parts, 3, envelope.MessageId);
        Put(line, parts, 4, envelope.Host);
        Put(line, parts, 5, envelope.CiscoFacility);
        Put(line, parts, 6, envelope.CiscoLevel);
        Put(line, parts, 7, envelope.CiscoMnemonic);
        Put(line, parts, 8, envelope.StructuredData);
        Put(line, parts, 9, envelope.Counter);
        Put(line, parts, 10, envelope.Around);
    }

    private static void Put(Line line, Parts parts, int part, Stretch stretch)
    {
        if (!stretch.IsEmpty)
            parts.Set(part, line.Slot(stretch, ValueKind.Text));
    }
}
