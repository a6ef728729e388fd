using Microsoft.AspNetCore.Components;
using Yagura.Web.Wording;

namespace Yagura.Web.Parts;

/// <summary>What parts share: the request's context, cascaded by the shell.</summary>
public abstract class PartComponent : ComponentBase
{
    /// <summary>The request's context.</summary>
    [CascadingParameter]
    public PageContext Page { get; set; } = null!;

    /// <summary>The texts.</summary>
    protected Texts T => Page.Texts;
}
