using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>Walks the journal once, row by row, and remembers what does not hold.</summary>
internal sealed class JournalCheck(IReadOnlyList<JournalPin> pins)
{
    private readonly Dictionary<long, List<JournalPin>> _pins = pins.GroupBy(pin => pin.Number).ToDictionary(group => group.Key, group => group.ToList());
    private readonly List<string> _faults = [];
    private string _computed = JournalHash.Genesis;
    private long _expected = 1;
    private long _entries;
    private JournalPin? _newest;

    internal void Take(JournalRow row)
    {
        _entries++;
        if (row.Number != _expected) Fault(row.Number == _expected + 1 ? $"entry {_expected} is missing" : $"entries {_expected} to {row.Number - 1} are missing");
        _computed = JournalHash.Next(_computed, row.Line);
        if (row.Hash != _computed)
        {
            Fault($"entry {row.Number}: its line and the entry before it give {_computed}, stored is {row.Hash}");
            _computed = row.Hash; // Go on from what is stored, so that the next fault is its own.
        }

        if (!ColumnsAgree(row)) Fault($"entry {row.Number}: the columns beside its line say something else");
        foreach (var pin in _pins.GetValueOrDefault(row.Number, [])) Compare(pin, row.Hash);
        _expected = row.Number + 1;
    }

    internal JournalVerification Finish(List<JournalHeadRow> heads)
    {
        var number = _expected - 1;
        if (heads is not [var head]) Fault($"{heads.Count} heads, there must be one");
        else if (head.Number != number || head.Hash != _computed) Fault($"the head says entry {head.Number} {head.Hash}, the newest entry is {number} {_computed}");
        foreach (var pin in pins.Where(pin => pin.Number > number)) Fault($"{pin.Name} pins entry {pin.Number}, the journal ends at {number}");
        return new JournalVerification(_entries, number, _computed, _faults, _newest);
    }

    private void Compare(JournalPin pin, string stored)
    {
        if (pin.Hash != stored) Fault($"entry {pin.Number}: {pin.Name} pins {pin.Hash}, stored is {stored}: the chain was recomputed");
        if (_newest is null || pin.Number > _newest.Number) _newest = pin;
    }

    private static bool ColumnsAgree(JournalRow row) => JournalRead.Entry(row.Line) is { } entry
        && entry.Number == row.Number && entry.At == row.At && entry.Stated == row.Stated && entry.Kind == row.Kind && entry.Subject == row.Subject && entry.Actor == row.Actor;

    private void Fault(string text)
    {
        if (_faults.Count < JournalVerification.FaultsMax) _faults.Add(text);
    }
}
