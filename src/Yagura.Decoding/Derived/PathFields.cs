using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>Fills names that a path holds and no decoder set: <c>process.name</c> from <c>process.executable</c>, <c>file.name</c>, directory and extension from <c>file.path</c>.</summary>
/// <remarks>A path has at least one separator, <c>/</c> or <c>\</c>, and does not end in one; what is no path gives nothing.</remarks>
internal sealed class PathFields(EventLayout layout)
{
    /// <summary>The fields, in the order in which they are numbered below.</summary>
    public static readonly string[] Names =
        ["process.executable", "process.name", "process.parent.executable", "process.parent.name", "dll.path", "dll.name", "file.path", "file.name", "file.directory", "file.extension"];

    /// <summary>Those that are read.</summary>
    public static readonly string[] Asked = ["process.executable", "process.parent.executable", "dll.path", "file.path"];

    /// <summary>Longest file extension, in bytes; a longer one is part of a name.</summary>
    private const int ExtensionMax = 12;

    private readonly int[] slots = [.. Names.Select(layout.Find)];

    /// <summary>Fills what is empty.</summary>
    public void Fill(Event target)
    {
        for (var path = 0; path < 8; path += 2)
        {
            var value = target.Value(slots[path]);
            if (value.Kind == ValueKind.Text)
                Fill(target, path, Region.Of(target, value));
        }
    }

    private void Fill(Event target, int field, Region path)
    {
        var separator = path.Bytes.LastIndexOfAny((byte)'/', (byte)'\\');
        if (separator < 0 || separator == path.Length - 1)
            return;
        var name = path.Slice(separator + 1);
        Put(target, field + 1, name);
        if (field != 6)
            return;
        Put(target, 8, path.Slice(0, Math.Max(separator, 1)));
        var point = name.Bytes.LastIndexOf((byte)'.');
        if (point > 0 && name.Length - point - 1 is > 0 and <= ExtensionMax)
            Put(target, 9, name.Slice(point + 1));
    }

    private void Put(Event target, int field, Region text)
    {
        if (!target.Has(slots[field]))
            target.SetSlot(slots[field], text.Slot(ValueKind.Text));
    }
}
