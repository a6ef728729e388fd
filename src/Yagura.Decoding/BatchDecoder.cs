using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Decodes many records at a time, those of one source after one another, and gives their events in the order of the records.</summary>
/// <remarks>
/// From line to line of one device a processor has at hand what it needs and guesses right; in a mix of devices it does not (ADR 0043).
/// The events are those that <see cref="Decoder"/> makes of each record alone. <see cref="Walk"/> the records, and at each call <see cref="Next"/> until it is false.
/// Not thread-safe; allocates nothing per event once warm.
/// </remarks>
/// <param name="decoder">Decodes them; nobody else uses it while records are walked.</param>
public sealed class BatchDecoder(Decoder decoder)
{
    /// <summary>Most records of a batch.</summary>
    public const int RecordsMax = 32_768;

    /// <summary>Bytes of records after which a batch takes no more.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>Records that are looked at together when they are taken.</summary>
    private const int Together = 32;

    /// <summary>A record that is longer, or may hold several events, is decoded when its turn comes, so that what is kept stays small.</summary>
    private const int EarlyMax = 16 * 1024;

    /// <summary>Bytes by which lines of one length differ at most.</summary>
    private const int LengthStep = 16;

    /// <summary>Most beginnings of lines of which it is remembered who read them: no batch has more.</summary>
    private const int RememberedMax = RecordsMax;

    /// <summary>Bytes of a line that say what it is like.</summary>
    private const int BeginningMax = 48;

    // How many records ahead is asked for what leads to a record's bytes, and for them: one thing leads to the next.
    private const int WaitingAhead = 8;
    private const int RecordAhead = 5;
    private const int RawAhead = 3;
    private const int KeptAhead = 6;
    private const int EventAhead = 2;

    /// <summary>Bytes of a line that are asked for ahead: what follows comes in order, which a processor sees by itself.</summary>
    private const int AheadMax = 1024;

    private readonly Waiting[] records = new Waiting[RecordsMax];
    private readonly Dictionary<ulong, int> kinds = [];

    /// <summary>Id of the decoder that read a line of the kind; null when none did.</summary>
    private readonly string?[] readers = new string?[RecordsMax];

    /// <summary>Which decoder last read a line that begins so, in the batches before.</summary>
    private readonly Dictionary<uint, string> readBy = [];
    private readonly int[] ofKind = new int[RecordsMax];
    private readonly int[] lengths = new int[(EarlyMax / LengthStep) + 1];
    private readonly int[] byLength = new int[RecordsMax];
    private readonly int[] order = new int[RecordsMax];
    private readonly KeptEvents kept = new(decoder.Layout);
    private readonly Event early = new();
    private int count;
    private int bytes;
    private int at;
    private bool isOver = true;

    /// <summary>Status of the event that <see cref="Next"/> last gave.</summary>
    public ParseStatus Status { get; private set; }

    /// <summary>Id of the decoder that filled it; null when none knew the line.</summary>
    public string? DecoderId { get; private set; }

    private bool HasRoom => count < RecordsMax && bytes < BytesMax;

    /// <summary>Goes from record to record, reading ahead as many as one batch holds.</summary>
    /// <param name="walked">The records. Their payloads stay as they are until the batch has been read.</param>
    /// <param name="sourceOf">The source of a record; null when it is not to be decoded, and has no events.</param>
    public IEnumerable<StoredRecord> Walk(IEnumerable<StoredRecord> walked, Func<StoredRecord, SourceContext?> sourceOf)
    {
        using var ahead = walked.GetEnumerator();
        for (var isMore = ahead.MoveNext(); isMore;)
        {
            Clear();
            while (isMore && HasRoom)
            {
                var first = count;
                for (; isMore && HasRoom && count < first + Together; isMore = ahead.MoveNext())
                {
                    records[count++] = new Waiting(ahead.Current);
                    bytes += ahead.Current.Record.Payload.Length;
                }

                Take(records.AsSpan(first..count), sourceOf);
            }

            Decode();
            for (var number = 0; number < count; number++)
            {
                kept.ExpectLater(number + KeptAhead < count ? records[number + KeptAhead].Event : -1);
                kept.ExpectSoon(number + EventAhead < count ? records[number + EventAhead].Event : -1);
                Begin(number);
                yield return records[number].Record;
            }
        }

        Clear();
    }

    /// <summary>Fills the event with the record's next one; false when there is none left.</summary>
    public bool Next(Event target)
    {
        if (isOver)
            return false;
        ref readonly var record = ref records[at];
        if (record.Event >= 0)
        {
            kept.Get(record.Event, record.Record, record.Bytes, target);
            (Status, DecoderId, isOver) = (record.Status, record.DecoderId, true);
            return true;
        }

        isOver = !decoder.Next(target);
        (Status, DecoderId) = (decoder.Status, decoder.DecoderId);
        return !isOver;
    }

    private void Clear()
    {
        Remember();
        Array.Clear(records, 0, count);
        Array.Clear(ofKind, 0, kinds.Count);
        Array.Clear(readers, 0, kinds.Count);
        Array.Clear(lengths);
        kinds.Clear();
        kept.Clear();
        (count, bytes, isOver) = (0, 0, true);
    }

    /// <summary>Remembers who read the lines of each kind: next time, all that one decoder reads is one kind.</summary>
    private void Remember()
    {
        if (readBy.Count + kinds.Count > RememberedMax)
            readBy.Clear();
        foreach (var (kind, number) in kinds)
        {
            if (readers[number] is { } id)
                readBy[(uint)kind] = id;
        }
    }

    /// <summary>Looks at some records, one step at a time for all of them: the processor waits for what one leads to while it looks at the next ones.</summary>
    private void Take(Span<Waiting> some, Func<StoredRecord, SourceContext?> sourceOf)
    {
        foreach (ref var waiting in some)
        {
            var payload = waiting.Record.Record.Payload;
            waiting.Bytes = MemoryMarshal.TryGetArray(payload, out var array) ? array : payload.ToArray(); // no door hands on one that is no array
        }

        foreach (ref var waiting in some)
        {
            waiting.Source = sourceOf(waiting.Record);
            if (waiting.Source is not null && waiting.Bytes.Count <= EarlyMax)
                waiting.Kind = Count(KindOf(waiting.Bytes, waiting.Source), waiting.Bytes.Count);
        }
    }

    /// <summary>Counts a record of a kind and a length, and numbers the kind.</summary>
    private int Count(ulong kind, int length)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(kinds, kind, out var isKnown);
        if (!isKnown)
            number = kinds.Count - 1;
        ofKind[number]++;
        lengths[length / LengthStep]++;
        return number;
    }

    private void Decode()
    {
        var sorted = Sort();
        for (var place = 0; place < sorted.Length; place++)
        {
            FetchAhead(sorted, place);
            DecodeEarly(ref records[sorted[place]]);
        }
    }

    /// <summary>The records that are decoded early, those of one kind behind one another, and of these the shorter ones first: messages of one form are alike in length.</summary>
    private ReadOnlySpan<int> Sort()
    {
        var total = Places(lengths);
        for (var number = 0; number < count; number++)
        {
            if (records[number].Kind >= 0)
                byLength[lengths[records[number].Bytes.Count / LengthStep]++] = number;
        }

        _ = Places(ofKind.AsSpan(0, kinds.Count));
        foreach (var number in byLength.AsSpan(0, total))
            order[ofKind[records[number].Kind]++] = number;
        return order.AsSpan(0, total);
    }

    /// <summary>Makes places of counts: where the first of each begins. Returns the place behind the last.</summary>
    private static int Places(Span<int> counts)
    {
        var start = 0;
        foreach (ref var one in counts)
            (one, start) = (start, start + one);
        return start;
    }

    private void FetchAhead(ReadOnlySpan<int> sorted, int place)
    {
        if (place + WaitingAhead < sorted.Length)
            Prefetch.Place(in records[sorted[place + WaitingAhead]]);
        if (place + RecordAhead < sorted.Length)
        {
            ref readonly var record = ref records[sorted[place + RecordAhead]];
            Prefetch.Object(record.Record);
            Prefetch.Bytes(record.Bytes, AheadMax);
        }

        if (place + RawAhead < sorted.Length)
            Prefetch.Object(records[sorted[place + RawAhead]].Record.Record);
    }

    private void Begin(int number)
    {
        (at, isOver) = (number, records[number].Source is null);
        if (!isOver && records[number].Event < 0)
            decoder.Begin(records[number].Record, records[number].Source!);
    }

    private void DecodeEarly(ref Waiting record)
    {
        decoder.Begin(record.Record, record.Source!);
        if (decoder.HoldsSeveral || !decoder.Next(early))
            return;
        record.Event = kept.Add(early);
        (record.Status, record.DecoderId) = (decoder.Status, decoder.DecoderId);
        readers[record.Kind] = record.DecoderId;
    }

    /// <summary>What is decoded together: records of a source whose decoder is known, or else such that one decoder read the last time, or that begin alike.</summary>
    private ulong KindOf(ReadOnlySpan<byte> line, SourceContext source)
    {
        var kind = (ulong)(uint)RuntimeHelpers.GetHashCode(source) << 32;
        if (source.Decoder is not null)
            return kind;
        var beginning = Beginning(line);
        return kind | (readBy.TryGetValue(beginning, out var id) ? (uint)RuntimeHelpers.GetHashCode(id) : beginning);
    }

    /// <summary>A number for the words that a line begins with: those of its header and its first names, not its numbers and times.</summary>
    private static uint Beginning(ReadOnlySpan<byte> line)
    {
        var words = 0u;
        foreach (var value in line[..Math.Min(line.Length, BeginningMax)])
        {
            if (value > '9')
                words = (words ^ value) * 16777619; // FNV-1a's step (draft-eastlake-fnv)
        }

        return words;
    }

    /// <summary>A record, and what became of it.</summary>
    private struct Waiting(StoredRecord record)
    {
        public readonly StoredRecord Record => record;

        /// <summary>Its payload.</summary>
        public ArraySegment<byte> Bytes { get; set; }

        public SourceContext? Source { get; set; }

        /// <summary>What it is decoded together with; -1 when it is decoded when its turn comes.</summary>
        public int Kind { get; set; } = -1;

        /// <summary>Its event among the kept ones; -1 when it is decoded when its turn comes.</summary>
        public int Event { get; set; } = -1;

        public ParseStatus Status { get; set; }

        public string? DecoderId { get; set; }
    }
}
