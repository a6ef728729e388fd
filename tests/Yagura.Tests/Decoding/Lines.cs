using Yagura.Decoding;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>Decodes single lines with all decoders of the repository.</summary>
internal sealed class Lines
{
    private static readonly Lazy<DecoderSet> Loaded = new(() => DecoderSet.Load([Path.Combine(TestData.Root, "decoders")]));

    public Lines()
    {
        Layout = EventLayout.Of(number: 1, All.FieldNames);
        Decoder = All.Bind(Layout);
    }

    public static DecoderSet All => Loaded.Value;

    public static ReceiveTime Noon { get; } = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));

    public EventLayout Layout { get; }

    public Decoder Decoder { get; }

    public Event Target { get; } = new();

    public SourceContext Context { get; set; } = new(decoder: null, SourceContext.DefaultZone);

    public static StoredRecord Record(byte[] payload) => new(
        7,
        new RawRecord { ReceivedAt = Noon, Source = "fw1", Identity = SenderIdentity.Address, Via = "syslog-udp", Peer = "192.0.2.1:514", Payload = payload },
        Repeats: 0);

    public static StoredRecord Record(string text) => Record(System.Text.Encoding.UTF8.GetBytes(text));

    public Lines Decode(string text)
    {
        Decoder.Decode(Record(text), Context, Target);
        return this;
    }

    public string? this[string field] => Target.Layout.Find(field) is var slot && Target.Has(slot) ? Target.Text(slot) : null;
}
