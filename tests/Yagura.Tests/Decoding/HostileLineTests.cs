using System.Buffers;
using System.Text;
using System.Text.Json;
using Xunit;
using Yagura.Decoding;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>Whatever bytes come: no exception, no slot out of range, valid JSON out.</summary>
public sealed class HostileLineTests
{
    private const int Rounds = 4_000;

    private readonly Lines lines = new();
    private readonly ArrayBufferWriter<byte> json = new();

    [Fact]
    public void Random_bytes_never_break_a_decoder()
    {
        var random = new Random(20261122);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            Check(bytes, hint: round % 4 == 0 ? Lines.All.Ids[random.Next(Lines.All.Ids.Count)] : null);
        }
    }

    [Fact]
    public void Mutated_samples_never_break_a_decoder()
    {
        var random = new Random(1);
        foreach (var definition in Lines.All.Definitions)
        {
            foreach (var sample in definition.Samples)
            {
                var bytes = Encoding.UTF8.GetBytes(sample.Line);
                for (var round = 0; round < 150; round++)
                    Check(Mutate(bytes, random), hint: round % 2 == 0 ? definition.Id : null);
                for (var cut = 0; cut < bytes.Length; cut++)
                    Check(bytes[..cut], hint: cut % 2 == 0 ? definition.Id : null);
            }
        }
    }

    [Theory]
    [InlineData("{", 100_000)]
    [InlineData("{\"a\":[", 20_000)]
    [InlineData("[{\"a\":", 20_000)]
    [InlineData("a=b ", 20_000)]
    [InlineData("a=\"", 20_000)]
    [InlineData("CEF:0|a|b|c|d|e|f|a=", 5_000)]
    [InlineData("LEEF:2.0|a|b|c|d|x09|", 5_000)]
    [InlineData("<1>", 20_000)]
    [InlineData("[a \"", 20_000)]
    [InlineData("date=2026-11-22 time=12:00:00 devname=\"FG1\" devid=\"FGT1\" logid=\"0000000013\" type=traffic level=notice srcip=192.0.2.1 url=\"/a?b=c\" hostname=\"www.example.jp\" ", 400)]
    public void A_form_repeated_without_end_never_breaks_a_decoder(string piece, int times)
    {
        Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times))), hint: null);
    }

    private static byte[] Mutate(byte[] line, Random random)
    {
        var bytes = line.ToList();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.Insert(at, "\"\\=|{}[]<>%: ,\t\n"u8[random.Next(16)]); break;
                case 2: bytes.RemoveAt(at); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(20, bytes.Count - at))); break;
            }

            if (bytes.Count == 0)
                bytes.Add(0);
        }

        return [.. bytes];
    }

    private void Check(byte[] bytes, string? hint)
    {
        lines.Decoder.Begin(Lines.Record(bytes), new SourceContext(hint, SourceContext.DefaultZone));
        while (lines.Decoder.Next(lines.Target))
        {
            foreach (var slot in lines.Target.Present)
                Touch(lines.Target.Value(slot));
            for (var i = 0; i < lines.Target.UndeclaredCount; i++)
                Touch(lines.Target.Undeclared(i).Value);
            json.ResetWrittenCount();
            EventJson.WriteFields(lines.Target, json);
            using var parsed = JsonDocument.Parse(json.WrittenMemory);
        }
    }

    private void Touch(Slot value)
    {
        foreach (var element in lines.Target.Elements(value))
            Assert.Equal(element.Kind is ValueKind.Null ? 0 : element.Length, lines.Target.Bytes(element).Length);
        if (value.Kind is not (ValueKind.List or ValueKind.Null))
            Assert.Equal(value.Length, lines.Target.Bytes(value).Length);
    }
}
