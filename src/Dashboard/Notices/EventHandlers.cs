using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Notices;

/// <summary>Events of the browser that bell.js sends. The compiler of pages looks for a class of this name.</summary>
[EventHandler("onbellopen", typeof(EventArgs))]
public static class EventHandlers;
