using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>The words of the evidence's closed members.</summary>
internal static class EvidenceWords
{
    public static ReadOnlySpan<byte> Of(SenderIdentity identity) => identity switch
    {
        SenderIdentity.None => "none"u8,
        SenderIdentity.Address => "address"u8,
        SenderIdentity.Certificate => "certificate"u8,
        SenderIdentity.Token => "token"u8,
        SenderIdentity.HeaderByRelay => "header-by-relay"u8,
        _ => throw new ArchiveException($"identity {identity} has no word in evidence"),
    };

    public static ReadOnlySpan<byte> Of(Lane lane) => lane switch
    {
        Lane.Live => "live"u8,
        Lane.Resend => "resend"u8,
        Lane.Import => "import"u8,
        _ => throw new ArchiveException($"lane {lane} has no word in evidence"),
    };

    public static bool TryIdentity(ReadOnlySpan<byte> word, out SenderIdentity identity)
    {
        foreach (var candidate in (ReadOnlySpan<SenderIdentity>)[SenderIdentity.Address, SenderIdentity.HeaderByRelay, SenderIdentity.Certificate, SenderIdentity.Token, SenderIdentity.None])
        {
            identity = candidate;
            if (word.SequenceEqual(Of(candidate))) return true;
        }
        identity = SenderIdentity.None;
        return false;
    }

    public static bool TryLane(ReadOnlySpan<byte> word, out Lane lane)
    {
        lane = Lane.Resend;
        if (word.SequenceEqual(Of(Lane.Resend))) return true;
        lane = Lane.Import;
        return word.SequenceEqual(Of(Lane.Import));
    }
}
