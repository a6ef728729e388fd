using Yagura.Decoding.Sentences;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Writes what a sentence without a pattern mentions into the fields of ECS that are still empty, so that it can be searched for and met by indicators.</summary>
internal sealed class SentenceFields(EventLayout layout)
{
    /// <summary>The fields, in the order in which they are numbered below.</summary>
    public static readonly string[] Names =
    [
        "related.ip", "related.hosts", "related.user", "source.address", "source.ip", "source.port", "destination.address", "destination.ip", "destination.port",
        "user.name", "event.outcome", "observer.ingress.interface.name", "observer.egress.interface.name", "source.mac", "client.mac",
    ];

    private readonly int[] slots = [.. Names.Select(layout.Find)];
    private readonly Slot failure = layout.Constant("failure"u8, ValueKind.Text);
    private readonly Slot success = layout.Constant("success"u8, ValueKind.Text);

    /// <summary>Fills the lists <c>related.*</c>.</summary>
    public void FillRelated(Event target, SentenceReader read)
    {
        List(target, slots[0], read.Values.Addresses, areAddresses: true);
        List(target, slots[1], read.Values.Hosts, areAddresses: false);
        List(target, slots[2], read.Values.Users, areAddresses: false);
    }

    /// <summary>Fills everything.</summary>
    public void Fill(Event target, SentenceReader read)
    {
        FillRelated(target, read);
        Side(target, slots[3], slots[4], slots[5], read.Values.Source, read.Values.SourcePort);
        Side(target, slots[6], slots[7], slots[8], read.Values.Destination, read.Values.DestinationPort);
        if (!target.Has(slots[9]))
            target.SetSlot(slots[9], read.Values.User);
        if (!target.Has(slots[11]) && !target.Has(slots[12]))
            target.SetSlot(slots[11], read.Values.Interface);
        if (!target.Has(slots[13]) && !target.Has(slots[14]))
            target.SetSlot(slots[13], read.Values.Hardware);
        if (!target.Has(slots[10]) && read.Outcome is WordRole.Failure or WordRole.Success)
            target.SetSlot(slots[10], read.Outcome == WordRole.Failure ? failure : success);
    }

    private static void List(Event target, int slot, Slot values, bool areAddresses)
    {
        if (values.Kind == ValueKind.Absent)
            return;
        var count = values.Kind == ValueKind.List ? values.Length : 1;
        for (var i = 0; i < count; i++)
        {
            var value = values.Kind == ValueKind.List ? target.Elements(values)[i] : values;
            Plans.Fill.Value(target, slot, isList: true, areAddresses ? PlainAddress.Of(target, value) : value);
        }
    }

    /// <summary>One side of a connection, when the decoder said nothing of it.</summary>
    private static void Side(Event target, int address, int ip, int port, Slot found, Slot foundPort)
    {
        if (found.Kind == ValueKind.Absent || target.Has(address) || target.Has(ip))
            return;
        target.SetSlot(address, found with { Kind = ValueKind.Text });
        target.SetSlot(ip, PlainAddress.Of(target, found));
        if (!target.Has(port))
            target.SetSlot(port, foundPort);
    }
}
