using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Deployments;

/// <summary>A part of a page that draws one record, and draws it again only when the record differs. Its own events draw as always.</summary>
public abstract class ViewOf<T> : ComponentBase
    where T : class
{
    private T? _drawn;

    [Parameter, EditorRequired]
    public T View { get; set; } = null!;

    public override Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (_drawn is not null && _drawn.Equals(View))
        {
            return Task.CompletedTask;
        }

        _drawn = View;
        return base.SetParametersAsync(ParameterView.Empty);
    }
}
