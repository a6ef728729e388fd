using Yagura.Decoding.Text;

namespace Yagura.Decoding.Forms;

/// <summary>RFC 5424's structured data: each parameter is a part by its name, as Juniper and Check Point use it.</summary>
/// <remarks>Sample: <c>[junos@2636.1.1.1.2.26 source-address="192.0.2.1" policy-name="p\"1"]</c>; escapes are <c>\" \\ \]</c> (section 6.3.3).</remarks>
internal sealed class StructuredDataForm : Form
{
    public override bool Read(Region text, Parts parts)
    {
        var cursor = new StructuredDataCursor(text);
        var found = 0;
        while (!parts.IsFull && cursor.MoveNext(parts.Target))
        {
            parts.Put(cursor.Name, cursor.Value);
            found++;
        }

        return found > 0;
    }
}
