namespace Yagura.Web.Pages;

/// <summary>The raw text of stored records by sequence number, from sealed evidence or the spool's tail; the executable says how to read it.</summary>
/// <param name="read">Sequences → raw text of those that could be read.</param>
public sealed class RawLines(Func<IReadOnlyCollection<long>, Task<IReadOnlyDictionary<long, string>>> read)
{
    /// <summary>Reads the raw text of records; what cannot be read is not in the answer.</summary>
    public Task<IReadOnlyDictionary<long, string>> ReadAsync(IReadOnlyCollection<long> sequences) =>
        sequences.Count == 0 ? Task.FromResult<IReadOnlyDictionary<long, string>>(new Dictionary<long, string>()) : read(sequences);
}
