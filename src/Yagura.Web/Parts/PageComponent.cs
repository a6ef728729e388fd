using Microsoft.AspNetCore.Components;
using Yagura.Web.Wording;

namespace Yagura.Web.Parts;

/// <summary>What pages share: the request's context, handed in by the endpoint.</summary>
public abstract class PageComponent : ComponentBase
{
    /// <summary>The request's context.</summary>
    [Parameter, EditorRequired]
    public PageContext Page { get; set; } = null!;

    /// <summary>The texts.</summary>
    protected Texts T => Page.Texts;
}
