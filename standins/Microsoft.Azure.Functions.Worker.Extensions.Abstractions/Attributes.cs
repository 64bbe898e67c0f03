namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    /// <summary>Stand-in: what every binding of a function derives from.</summary>
    public abstract class BindingAttribute : Attribute
    {
    }

    /// <summary>Stand-in: what starts a function.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public abstract class TriggerBindingAttribute : BindingAttribute
    {
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Stand-in: marks a method as a function and names it.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute(string name) : Attribute
    {
        public string Name { get; } = name;
    }
}
