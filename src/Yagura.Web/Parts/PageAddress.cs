using System.Text;
using Microsoft.AspNetCore.Http;

namespace Yagura.Web.Parts;

/// <summary>The address of a page: path and query; filters, order and paging live in it, so it can be sent to a colleague.</summary>
public sealed class PageAddress
{
    private readonly Dictionary<string, string> values;

    private PageAddress(string path, Dictionary<string, string> values)
    {
        Path = path;
        this.values = values;
    }

    /// <summary>The path, beginning with a slash.</summary>
    public string Path { get; }

    /// <summary>The address of a request; of a repeated key the last value counts.</summary>
    public static PageAddress Of(HttpRequest request) =>
        new(request.Path.Value is { Length: > 0 } path ? path : "/",
            request.Query.Where(pair => pair.Key != "lang").ToDictionary(pair => pair.Key, pair => pair.Value.LastOrDefault() ?? "", StringComparer.Ordinal));

    /// <summary>An address by itself.</summary>
    public static PageAddress Of(string path) => new(path, []);

    /// <summary>The value of a key; empty when it is not there.</summary>
    public string Value(string key) => values.GetValueOrDefault(key, "");

    /// <summary>All keys and values but one, for hidden fields of a filter form.</summary>
    public IEnumerable<KeyValuePair<string, string>> Others(params string[] keys) => values.Where(pair => !keys.Contains(pair.Key, StringComparer.Ordinal));

    /// <summary>The same address with a key set; an empty value removes it. Changing anything but the page goes back to the first page.</summary>
    public string With(string key, string value)
    {
        var changed = new Dictionary<string, string>(values, StringComparer.Ordinal);
        if (key is not ("page" or "lang")) changed.Remove("page");
        if (value.Length == 0) changed.Remove(key);
        else changed[key] = value;
        return Write(changed);
    }

    /// <inheritdoc/>
    public override string ToString() => Write(values);

    private string Write(Dictionary<string, string> query)
    {
        var text = new StringBuilder(Path);
        var mark = '?';
        foreach (var (key, value) in query)
        {
            text.Append(mark).Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }
        return text.ToString();
    }
}
