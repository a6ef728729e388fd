using System.Numerics;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>Parts that every decoder has: what the envelope says. Their names begin with @.</summary>
internal static class EnvelopeParts
{
    public const int Message = 0;

    public const int Host = 4;

    /// <summary>The names, by part.</summary>
    public static readonly string[] Names =
        ["@message", "@program", "@pid", "@message-id", "@host", "@facility", "@level", "@mnemonic", "@structured-data", "@counter", "@around"];

    /// <summary>Sets those that a plan asks for, one bit each.</summary>
    public static void Set(Parts parts, Line line, int asked)
    {
        for (; asked != 0; asked &= asked - 1)
        {
            var part = BitOperations.TrailingZeroCount(asked);
            var stretch = Of(line, part);
            if (!stretch.IsEmpty)
                parts.Set(part, line.Slot(stretch, ValueKind.Text));
        }
    }

    private static Stretch Of(Line line, int part) => part switch
    {
        Message => line.Message,
        1 => line.Envelope.Program,
        2 => line.Envelope.Pid,
        3 => line.Envelope.MessageId,
        Host => line.Envelope.Host,
        5 => line.Envelope.CiscoFacility,
        6 => line.Envelope.CiscoLevel,
        7 => line.Envelope.CiscoMnemonic,
        8 => line.Envelope.StructuredData,
        9 => line.Envelope.Counter,
        _ => line.Envelope.Around,
    };
}
