using System.Globalization;
using Yagura.Decoding;
using Yagura.Events;
using Yagura.Tests.Decoding;

namespace Yagura.Benchmarks.Decoding;

/// <summary>What decoding costs.</summary>
/// <param name="Name">Whose lines.</param>
/// <param name="Lines">Lines of one round.</param>
/// <param name="BytesEach">Bytes of a line on average.</param>
/// <param name="LinesPerCpuSecond">Lines a second of one core's time, full decoding: the median of passes that take a fifth of a second each.</param>
/// <param name="Best">The same of the best pass: what the core does while its neighbours leave it alone.</param>
/// <param name="Gigahertz">The core's clock while it was measured.</param>
/// <param name="AllocatedEach">Bytes allocated a line on average.</param>
internal sealed record DecodeFigure(string Name, long Lines, double BytesEach, double LinesPerCpuSecond, double Best, double Gigahertz, double AllocatedEach)
{
    /// <summary>Clock cycles a line in the best pass: this compares machines of different clocks.</summary>
    public double CyclesEach => Gigahertz * 1e9 / Best;

    /// <summary>Million bytes a second of processor time.</summary>
    public double MegabytesPerCpuSecond => LinesPerCpuSecond * BytesEach / 1e6;
}

/// <summary>All lines of the fixtures through all decoders on one thread (issue: decoders). Printed and kept, not asserted.</summary>
/// <remarks>Mixed, no line is of the same device as the one before: the hardest case for a processor, which guesses by what it did last. In batches is what the analysis does with what waits: a batch of every line once, and full batches, in whose mix every line comes some dozen times; <c>yagura parse</c> also writes the events; file by file is what one source is like.</remarks>
internal static class DecodeThroughput
{
    private const int WarmRounds = 20;

    /// <summary>How often each line comes in the mix that is decoded in batches: it fills three of them, and begins a fourth.</summary>
    private const int TimesWaiting = 34;

    /// <summary>Least time of one pass: passes over few lines go over them again and again.</summary>
    private static readonly TimeSpan PassMin = TimeSpan.FromMilliseconds(200);

    /// <summary>Least time of one measure.</summary>
    private static readonly TimeSpan MeasureMin = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan VendorMin = TimeSpan.FromMilliseconds(150);

    /// <summary>Folders of the fixtures by kind of source, so that the mix can be understood.</summary>
    private static readonly (string Name, string[] Vendors)[] Families =
    [
        ("= firewall", ["cisco-asa", "cisco-ftd", "paloalto", "fortinet", "checkpoint", "juniper", "sonicwall", "sophos", "iptables", "pf", "unifi", "mikrotik", "sourcefire"]),
        ("= network device", ["cisco-ios", "cisco-meraki", "cisco-stealthwatch", "yamaha-rtx", "alaxala", "aruba", "hpe", "a10", "citrix", "f5", "buffalo", "alcatel", "netflow"]),
        ("= ids, sandbox, waf", ["suricata", "snort", "zeek", "fireeye", "trellix", "fortisandbox", "trendmicro", "cape", "modsecurity", "fortiweb", "imperva", "vectra", "cef", "leef", "clamav"]),
        ("= web and proxy", ["nginx", "apache", "iis", "haproxy", "squid", "bluecoat", "zscaler", "i-filter", "cloudflare", "aws"]),
        ("= dns", ["bind", "unbound", "dnsmasq", "dnstap", "windows-dns", "infoblox", "adguard", "technitium"]),
        ("= mail", ["postfix", "sendmail", "exim", "dovecot", "cisco-esa", "exchange", "amavis", "mailscanner", "clearswift"]),
        ("= auth and vpn", ["cisco-ise", "strongswan", "openvpn", "sshd", "pam", "radius", "pulse", "wireguard", "keycloak", "rsa", "cyberark"]),
        ("= windows", ["windows"]),
        ("= linux", ["auditd", "syslog", "journald", "sudo", "vmware"]),
    ];

    /// <summary>Measures over the folder <c>fixtures</c> of the test data (YAGURA_TEST_DATA or ../shared).</summary>
    public static IReadOnlyList<DecodeFigure> Run()
    {
        var decoders = DecoderSet.Load([Path.Combine(AppContext.BaseDirectory, "decoders")]);
        var run = new Round(decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames)));
        var vendors = Vendors();
        var mixed = vendors.SelectMany(vendor => vendor.Records).ToArray();
        new Random(1).Shuffle(mixed);
        mixed = AsTheyArrive(mixed);
        var waiting = Enumerable.Repeat(mixed, TimesWaiting).SelectMany(all => all).ToArray();
        new Random(2).Shuffle(waiting);
        waiting = AsTheyArrive(waiting);
        StoredRecord[] inOrder = [.. vendors.SelectMany(vendor => vendor.Records)];
        var registered = new Round(decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames)), mixed);
        var registeredWaiting = new Round(decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames)), waiting);
        var registeredInOrder = new Round(decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames)), inOrder);
        for (var round = 0; round < WarmRounds; round++)
        {
            run.Decode(mixed);
            run.DecodeBatches(mixed);
            registered.Decode(mixed);
            registered.DecodeBatches(mixed);
            registeredInOrder.Decode(inOrder);
        }

        for (var round = 0; round < WarmRounds / 2; round++)
        {
            run.DecodeBatches(waiting);
            registeredWaiting.DecodeBatches(waiting);
        }

        List<DecodeFigure> figures =
        [
            run.Measure("all, mixed", mixed, MeasureMin), registered.Measure("all, mixed, registered", mixed, MeasureMin),
            run.Measure("all, mixed, again", mixed, MeasureMin), registered.Measure("all, registered, again", mixed, MeasureMin),
            run.Batched("all, in batches", mixed, MeasureMin), registered.Batched("all, batches, registered", mixed, MeasureMin),
            run.Batched("in full batches", waiting, MeasureMin), registeredWaiting.Batched("full, registered", waiting, MeasureMin),
            run.Printed("yagura parse", waiting, MeasureMin),
            run.Measure("all, file by file", inOrder, MeasureMin), registeredInOrder.Measure("all, by file, registered", inOrder, MeasureMin),
        ];
        figures.AddRange(Families.Select(family => run.Measure(family.Name, [.. vendors.Where(vendor => family.Vendors.Contains(vendor.Name)).SelectMany(vendor => vendor.Records)], VendorMin)));
        figures.AddRange(vendors.Select(vendor => run.Measure(vendor.Name, vendor.Records, VendorMin)).OrderBy(figure => figure.LinesPerCpuSecond));
        return figures;
    }

    /// <summary>The lines of the fixtures by folder.</summary>
    public static (string Name, StoredRecord[] Records)[] Vendors()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("YAGURA_TEST_DATA") ?? Path.Combine("..", "shared"), "fixtures");
        return [.. Directory.EnumerateDirectories(folder).Where(path => Path.GetFileName(path) != "LICENSES").Order(StringComparer.Ordinal)
            .Select(path => (Name: Path.GetFileName(path), Records: Records(path))).Where(vendor => vendor.Records.Length > 0)];
    }

    public static void Print(TextWriter output, IReadOnlyList<DecodeFigure> figures)
    {
        output.WriteLine($"{"",-24} {"lines",7} {"bytes",7} {"lines/CPU-s",12} {"best",9} {"GHz",5} {"cycles/line",12} {"MB/CPU-s",9} {"allocated/line",15}");
        foreach (var figure in figures)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Name,-24} {figure.Lines,7} {figure.BytesEach,7:F0} {figure.LinesPerCpuSecond,12:F0} {figure.Best,9:F0} {figure.Gigahertz,5:F2} {figure.CyclesEach,12:F0} {figure.MegabytesPerCpuSecond,9:F1} {figure.AllocatedEach,15:F1}"));
    }

    /// <summary>The same records, one behind another in memory.</summary>
    private static StoredRecord[] AsTheyArrive(StoredRecord[] records) => [.. records.Select(record => Record([.. record.Record.Payload.Span]))];

    private static StoredRecord[] Records(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllText(file, System.Text.Encoding.Latin1).Split('\n')).Where(line => line.AsSpan().Trim(" \r").Length > 0)
            .Select(line => Record(System.Text.Encoding.Latin1.GetBytes(line))),
    ];

    private static StoredRecord Record(byte[] payload) => new(
        1,
        new RawRecord { ReceivedAt = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero)), Source = "bench", Identity = SenderIdentity.None, Via = "bench", Peer = "bench", Payload = payload },
        Repeats: 0);

    /// <summary>One pass after another over the lines.</summary>
    private sealed class Round
    {
        private readonly Event target = new();
        private readonly Decoder decoder;
        private readonly BatchDecoder batch;
        private readonly Dictionary<string, SourceContext> registrations = new(StringComparer.Ordinal);
        private readonly SourceContext[] contexts = [];
        private readonly SourceContext unknown = new(decoder: null, SourceContext.DefaultZone);

        /// <summary>Nothing is known of the sources.</summary>
        public Round(Decoder decoder)
        {
            this.decoder = decoder;
            batch = new BatchDecoder(decoder);
        }

        /// <summary>The source of each line is registered with its decoder.</summary>
        public Round(Decoder decoder, StoredRecord[] records)
            : this(decoder) => contexts = [.. records.Select(Registration)];

        public void Decode(StoredRecord[] records)
        {
            for (var line = 0; line < records.Length; line++)
            {
                decoder.Begin(records[line], contexts.Length > 0 ? contexts[line] : unknown);
                while (decoder.Next(target))
                {
                }
            }
        }

        /// <summary>As the analysis does: what waits is decoded source by source, and its events come in the order of the records.</summary>
        public void DecodeBatches(StoredRecord[] records)
        {
            var line = 0;
            foreach (var _ in batch.Walk(records, _ => contexts.Length > 0 ? contexts[line++] : unknown))
            {
                while (batch.Next(target))
                {
                }
            }
        }

        private SourceContext Registration(StoredRecord record)
        {
            _ = decoder.Decode(record, unknown, target);
            if (decoder.DecoderId is not { } id)
                return unknown;
            if (!registrations.TryGetValue(id, out var context))
                registrations.Add(id, context = new SourceContext(id, SourceContext.DefaultZone));
            return context;
        }

        public DecodeFigure Measure(string name, StoredRecord[] records, TimeSpan least) => Measure(name, Decode, records, least);

        public DecodeFigure Batched(string name, StoredRecord[] records, TimeSpan least) => Measure(name, DecodeBatches, records, least);

        /// <summary>As <c>yagura parse</c> does: bytes in, JSON out.</summary>
        public DecodeFigure Printed(string name, StoredRecord[] records, TimeSpan least)
        {
            var lines = records.SelectMany(record => record.Record.Payload.ToArray().Append((byte)'\n')).ToArray();
            return Measure(name, all => ParseLines.Run(decoder, unknown, all[0].Record.ReceivedAt, new MemoryStream(lines), Stream.Null), records, least);
        }

        private static DecodeFigure Measure(string name, Action<StoredRecord[]> decode, StoredRecord[] records, TimeSpan least)
        {
            decode(records);
            var passes = new List<double>();
            var clock = Core.Gigahertz();
            var allocated = 0L;
            long lines = 0;
            for (var begin = ThreadTime.Now; ThreadTime.Now - begin < least;)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var (start, ofPass) = (ThreadTime.Now, 0L);
                var spent = TimeSpan.Zero;
                for (; spent < PassMin && spent < least; spent = ThreadTime.Now - start)
                {
                    decode(records);
                    ofPass += records.Length;
                }

                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                lines += ofPass;
                passes.Add(ofPass / spent.TotalSeconds);
            }

            clock = (clock + Core.Gigahertz()) / 2;
            passes.Sort();
            return new DecodeFigure(name, records.Length, records.Average(record => record.Record.Payload.Length), passes[passes.Count / 2], passes[^1], clock, allocated / (double)lines);
        }
    }
}
