using Yagura.Decoding.Text;

namespace Yagura.Decoding.Forms;

/// <summary>A way of taking text apart. Total: hostile text gives false or fewer parts, never an exception.</summary>
internal abstract class Form
{
    /// <summary>Takes the text apart into <paramref name="parts"/>; false when the text is not of this form at all.</summary>
    public abstract bool Read(Region text, Parts parts);

    /// <summary>Whether the text that was last read was understood: not when it was only searched, or handed on as it is.</summary>
    public virtual bool HasUnderstood => true;
}
