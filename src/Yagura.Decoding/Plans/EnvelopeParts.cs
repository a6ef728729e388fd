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
        ["@message", "@program", "@pid", "@message-id", "@host", "@facility", "@level", "@mnemonic", "@structured-data", "@counter"];

    public static void Set(Parts parts, Line line)
    {
        var envelope = line.Envelope;
        Put(parts, Message, line.Message);
        Put(parts, 1, envelope.Program);
        Put(parts, 2, envelope.Pid);
        Put(parts, 3, envelope.MessageId);
        Put(parts, 4, envelope.Host);
        Put(parts, 5, envelope.CiscoFacility);
        Put(parts, 6, envelope.CiscoLevel);
        Put(parts, 7, envelope.CiscoMnemonic);
        Put(parts, 8, envelope.StructuredData);
        Put(parts, 9, envelope.Counter);
    }

    private static void Put(Parts parts, int part, Stretch stretch)
    {
        if (!stretch.IsEmpty)
            parts.Set(part, new Slot(stretch.Start, stretch.Length, ValueKind.Text, InArena: false));
    }
}
