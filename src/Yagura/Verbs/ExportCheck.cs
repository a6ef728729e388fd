using System.Text;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Verbs;

/// <summary>Recomputes the hashes of an exported journal, line by line.</summary>
internal static class ExportCheck
{
    public static JournalVerification Run(string file, IEnumerable<string> lines, IReadOnlyList<JournalPin> pins)
    {
        var faults = new List<string>();
        var hash = JournalHash.Genesis;
        long count = 0;
        JournalPin? used = null;
        foreach (var line in lines)
        {
            count++;
            if (!JournalLine.TrySplitHash(Encoding.UTF8.GetBytes(line), out var body, out var said) || said is null)
            {
                Add(faults, $"{file}:{count}: the line has no hash as its last member; only an export with hashes can be verified");
                continue;
            }

            hash = JournalHash.Next(hash, Encoding.UTF8.GetString(body));
            if (hash != said)
            {
                Add(faults, $"{file}:{count}: the hash is {hash}, the line says {said}: this line or the one before it was changed");
                // Go on from what the line says, so that one edit is named once.
                hash = said;
            }

            foreach (var pin in pins.Where(pin => pin.Number == count))
            {
                used = pin;
                if (pin.Hash != hash)
                    Add(faults, $"{file}:{count}: the hash differs from the pin {pin.Hash}: the chain was rewritten");
            }
        }

        foreach (var pin in pins.Where(pin => pin.Number > count))
            Add(faults, $"{file}: ends at entry {count}, before the pin {pin.Number}: entries are missing at the end");
        return new JournalVerification(count, count, hash, faults, used);
    }

    private static void Add(List<string> faults, string fault)
    {
        if (faults.Count < JournalVerification.FaultsMax)
            faults.Add(fault);
    }
}
