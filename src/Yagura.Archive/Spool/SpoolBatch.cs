using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>The unit of commit: records and notes that became durable in one sync.</summary>
/// <param name="Number">From 1, dense over the spool's life.</param>
/// <param name="CommittedAt">Stamped by the one writer; strictly later than the batch before, so that a seal's period alone says which batches it holds.</param>
/// <param name="Records">Records in sequence order; may be empty when only notes were written.</param>
/// <param name="Notes">What the records' source cannot say: alive, down, lost, damaged, clock.</param>
public sealed record SpoolBatch(long Number, ReceiveTime CommittedAt, IReadOnlyList<StoredRecord> Records, IReadOnlyList<SpoolNote> Notes);

/// <summary>A fact about the intake itself, durable in the spool, that becomes a line of the next seal.</summary>
/// <remarks>Because notes are spooled, the sealer is a function of the spool alone: a crash between a loss and its seal loses nothing.</remarks>
public abstract record SpoolNote;

/// <summary>The server ran at this time; written every second.</summary>
public sealed record AliveNote(ReceiveTime At) : SpoolNote;

/// <summary>The server stopped listening in good order at this time.</summary>
public sealed record StoppedNote(ReceiveTime At) : SpoolNote;

/// <summary>The server did not run between these times; written at the next start.</summary>
public sealed record DownNote(ReceiveTime From, ReceiveTime To, DownReason Reason) : SpoolNote;

/// <summary>How a down time began.</summary>
public enum DownReason : byte
{
    /// <summary>In good order.</summary>
    Stopped = 0,

    /// <summary>Without a stopped note.</summary>
    Crashed = 1,
}

/// <summary>Acknowledged records that the spool can no longer read.</summary>
public sealed record DamagedNote(long First, long Last, ReceiveTime Earliest, ReceiveTime Latest, string Reason) : SpoolNote;

/// <summary>Input lost before it could be spooled: kernel drops, rejections.</summary>
/// <param name="Minute">Any instant of the minute.</param>
/// <param name="Where">Source id, or the listener's id for a socket.</param>
/// <param name="Reason">An id, for example <c>kernel-drop</c>, <c>rate</c>.</param>
/// <param name="Count">How many, null when nobody knows.</param>
public sealed record LossNote(ReceiveTime Minute, string Where, string Reason, long? Count) : SpoolNote;

/// <summary>The wall clock was compared or stepped.</summary>
/// <param name="At">When.</param>
/// <param name="OffsetSeconds">Wall time less expected time.</param>
/// <param name="Synchronised">Whether the kernel says that the clock is disciplined.</param>
public sealed record ClockNote(ReceiveTime At, decimal OffsetSeconds, bool Synchronised) : SpoolNote;
