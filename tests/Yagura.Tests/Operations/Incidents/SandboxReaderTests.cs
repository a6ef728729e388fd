using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Operations.Incidents;

namespace Yagura.Tests.Operations.Incidents;

public class SandboxReaderTests
{
    private static readonly EventLayout Layout = EventLayout.Of(1, SandboxReader.FieldNames);

    [Fact]
    public void An_alert_of_a_sandbox_is_read_with_its_own_id_and_hash()
    {
        var alert = new SandboxReader(Layout, "node-1").Read(Sample(Lane.Live, 0, ("observer.type", "sandbox"), ("event.kind", "alert"), ("event.id", "5510"), ("file.hash.sha256", "00AABB"), ("threat.software.name", "EXAMPLE_TEST")))!;
        Assert.Equal(("5510", "00aabb", "EXAMPLE_TEST", "sandbox1", 7L), (alert.Alert, alert.Hash, alert.Title, alert.Source, alert.Sequence));
    }

    [Fact]
    public void One_without_an_id_is_told_apart_by_its_record()
    {
        Assert.Equal("node-1.7.0", new SandboxReader(Layout, "node-1").Read(Sample(Lane.Live, 0, ("observer.type", "sandbox"), ("event.kind", "alert")))!.Alert);
    }

    [Fact]
    public void Anything_else_a_repeat_and_an_import_are_none()
    {
        var reader = new SandboxReader(Layout, "node-1");
        Assert.Null(reader.Read(Sample(Lane.Live, 0, ("observer.type", "firewall"), ("event.kind", "alert"))));
        Assert.Null(reader.Read(Sample(Lane.Live, 0, ("observer.type", "sandbox"), ("event.kind", "event"))));
        Assert.Null(reader.Read(Sample(Lane.Live, 3, ("observer.type", "sandbox"), ("event.kind", "alert"))));
        Assert.Null(reader.Read(Sample(Lane.Import, 0, ("observer.type", "sandbox"), ("event.kind", "alert"))));
    }

    private static Event Sample(Lane lane, long repeats, params (string Field, string Value)[] fields)
    {
        var record = new RawRecord { ReceivedAt = ReceiveTime.From(Some.Noon), Source = "sandbox1", Identity = SenderIdentity.Address, Via = "syslog-udp", Peer = "192.0.2.15:514", Lane = lane, Payload = "x"u8.ToArray() };
        var next = new Event();
        next.Begin(Layout, new StoredRecord(7, record, repeats), 0);
        foreach (var (field, value) in fields) next.SetCopy(Layout.Find(field), Encoding.UTF8.GetBytes(value), ValueKind.Text);
        return next;
    }
}
