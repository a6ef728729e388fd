using System.Text;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>Stored lines → entries.</summary>
internal static class JournalRead
{
    /// <summary>Reads lines of the store.</summary>
    /// <exception cref="StoreException">A line is no entry: the store was changed from outside.</exception>
    internal static IReadOnlyList<JournalEntry> Entries(IEnumerable<string> lines)
    {
        var reader = new JournalReader("journal");
        var count = 0;
        foreach (var line in lines)
        {
            reader.Feed(Encoding.UTF8.GetBytes(line));
            reader.Feed("\n"u8);
            count++;
        }

        var text = reader.Finish();
        return text.Entries.Count == count ? text.Entries : throw new StoreException($"The stored journal cannot be read: {text.Faults[0].Text.En}. Run 'yagura journal verify'.");
    }

    /// <summary>Reads one line; null when it is no entry.</summary>
    internal static JournalEntry? Entry(string line) => JournalReader.Read("journal", line).Entries is [var entry] ? entry : null;
}
