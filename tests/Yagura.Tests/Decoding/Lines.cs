using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Yagura.Decoding;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>Decodes single lines with all decoders of the repository.</summary>
internal sealed class Lines
{
    private static readonly Lazy<DecoderSet> Loaded = new(() => DecoderSet.Load([Path.Combine(TestData.Root, "decoders")]));

    private static readonly Lazy<EventLayout> LayoutOfAll = new(() => EventLayout.Of(number: 1, All.FieldNames));
    private static readonly ConcurrentDictionary<string, Decoder> ByFile = new(StringComparer.Ordinal);

    /// <summary>The tests of a file run one after another and have one decoder: compiling all of them takes a second.</summary>
    public Lines([CallerFilePath] string file = "") => Decoder = ByFile.GetOrAdd(file, _ => All.Bind(LayoutOfAll.Value));

    public static DecoderSet All => Loaded.Value;

    public static ReceiveTime Noon { get; } = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));

    public EventLayout Layout => Decoder.Layout;

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
